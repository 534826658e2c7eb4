import type { FastifyInstance } from 'fastify';
import { liveServers, type Server } from '../directory.cts';
import { notFound } from '../errors.cts';
import type { ListQuery } from '../paging.cts';
import { containsQuery, serverListQuery } from '../schemas.cts';
import type { Gateway, Json, NamedObject } from '../team.cts';
import { toRfc3339 } from '../time.cts';
import { withZeros, yearOne } from '../zeroValues.cts';
import { addEndpoint, answerList, type Call } from './call.cts';

type ContainsCall = Call<undefined, ListQuery & { contains?: string }>;

interface ServerListQuery extends ListQuery {
	AdServers?: string;
	project_name?: string;
	hostname?: string;
	state?: string;
	managed?: string;
}

/** Endpoints 26 to 29: gateways, projects, servers. */
export function addInventoryRoutes(app: FastifyInstance): void {
	addEndpoint(app, 26, { query: containsQuery }, (call: ContainsCall) =>
		answerList(call, named(call, call.world.team.gateways), gatewayItem),
	);
	addEndpoint(app, 27, {}, gatewayStatus);
	addEndpoint(app, 28, { query: containsQuery }, (call: ContainsCall) =>
		answerList(call, named(call, call.world.team.projects), ({ id, name }) => ({ id, name })),
	);
	addEndpoint(app, 29, { query: serverListQuery }, listServers);
}

function named<Item extends NamedObject>({ query }: ContainsCall, objects: Item[]): Item[] {
	const part = query.contains?.toLowerCase() ?? '';
	return objects.filter(({ name }) => name.toLowerCase().includes(part));
}

function gatewayItem({ id, name, sequence }: Gateway): Json {
	const address = `10.1.${sequence}.4`;
	return {
		id,
		name,
		description: '',
		access_address: null,
		default_address: address,
		cloud_provider: null,
		refuse_connections: false,
		labels: { 'system.os_type': 'linux' },
	};
}

function gatewayStatus({ world, params }: Call): Json {
	const gateway = world.team.gateways.find(({ id }) => id === params.gateway);
	if (!gateway) throw notFound('Gateway', params.gateway);
	const { isOnline, changedAt } = gateway;
	const { clock, switches } = world;
	const { offlineGatewayStatus, gatewayUpdatedAt } = switches;
	return {
		gateway_id: gateway.id,
		status: isOnline ? 'ONLINE' : offlineGatewayStatus,
		...(gatewayUpdatedAt ? { updated_at: toRfc3339(isOnline ? clock.now() : changedAt) } : {}),
		active_connections: 0,
		total_storage_bytes: 21_474_836_480,
		used_storage_bytes: 4_294_967_296,
	};
}

function listServers(call: Call<undefined, ServerListQuery>) {
	const { world, query } = call;
	const projectNames = new Map(world.team.projects.map(({ id, name }) => [id, name]));
	const projectName = (server: Server) => projectNames.get(server.projectId) ?? '';
	const { visibleProjects } = world.switches;
	const wanted = liveServers(world).filter(
		(server) =>
			(visibleProjects?.includes(projectName(server)) ?? true) &&
			isWanted(query, server, projectName(server)),
	);
	return answerList(call, wanted, (server) =>
		withZeros(
			serverItem(server, projectName(server)),
			{ deleted_at: yearOne, access_address: '', bastion: '' },
			world.switches,
		),
	);
}

/** An empty parameter asks for nothing. */
function isWanted(query: ServerListQuery, server: Server, projectName: string): boolean {
	const { AdServers, project_name, hostname, state, managed } = query;
	const item = serverItem(server, projectName);
	return (
		(AdServers !== 'true' || server.isFromActiveDirectory) &&
		(!project_name || project_name === projectName) &&
		(!hostname || hostname === server.hostname) &&
		(!state || state === item.state) &&
		(!managed || managed === String(item.managed))
	);
}

function serverItem(server: Server, project_name: string): Json {
	const { id, hostname, isFromActiveDirectory, isActive } = server;
	return {
		id,
		hostname,
		project_name,
		state: isActive ? 'ACTIVE' : 'INACTIVE',
		last_seen: toRfc3339(server.lastSeenAt),
		registered_at: toRfc3339(server.registeredAt),
		managed: !isFromActiveDirectory,
		os: isFromActiveDirectory ? 'Windows Server 2022' : 'Ubuntu 24.04',
		os_type: isFromActiveDirectory ? 'windows' : 'linux',
		access_address: null,
		alt_names: [],
		bastion: null,
		canonical_name: hostname.split('.')[0],
		labels: {},
		deleted_at: null,
	};
}
