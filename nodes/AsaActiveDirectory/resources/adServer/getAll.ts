import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { AdServer } from '../../asa/directory';
import { accessHours } from '../../monitor/rules/standing';
import { hourMs, isoTime } from '../../monitor/rules/values';
import type { Item } from '../../operation/item';
import {
	filtersField,
	manyFields,
	readLimit,
	readSimplify,
	simplifyField,
	stateFilter,
} from '../../operation/listing';
import type { Operation } from '../../operation/operation';

const hostnameFilter: INodeProperties = {
	displayName: 'Host Name',
	name: 'hostname',
	type: 'string',
	default: '',
	placeholder: 'e.g. web-01.corp.example.com',
	description: 'Only servers with this host name',
};

const projectFilter: INodeProperties = {
	displayName: 'Project',
	name: 'project',
	type: 'string',
	default: '',
	placeholder: 'e.g. production',
	description: 'Only servers of the project with this name',
};

const stateField = stateFilter('servers');

const unseenFilter: INodeProperties = {
	displayName: 'Unseen For (Hours)',
	name: 'unseenHours',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 72,
	description:
		'Only servers that have not been seen by any sync for at least this many hours. ASA removes a server after 96.',
};

const simple = [
	'hostname',
	'project_name',
	'state',
	'last_seen',
	'unseen_hours',
	'access_ends_at',
	'os',
	'id',
];

/** Endpoint 29: lists the servers discovered through Active Directory. */
export const getAdServers: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many AD servers',
		description:
			'Get the servers discovered through Active Directory, and when access to them ends',
	},
	fields: [
		...manyFields,
		simplifyField,
		filtersField([hostnameFilter, projectFilter, stateField, unseenFilter]),
	],
	read(item) {
		const simplify = readSimplify(item, simple);
		const limit = readLimit(item);
		const filters = item.collection('filters');
		const unseenHours = readUnseenHours(item, filters[unseenFilter.name]);
		const wanted = {
			limit,
			project: item.filterText(projectFilter),
			hostname: item.filterText(hostnameFilter),
			state: item.choice(filters[stateField.name], stateField),
		};
		return {
			async run() {
				const { client } = item;
				const nowAt = () => client.apiTimeAt ?? Date.now();
				const keep = (server: AdServer) => (unseenHoursOf(server, nowAt()) ?? 0) >= unseenHours;
				const servers = await client.adServers.list({ ...wanted, keep });
				if (servers.length === 0) {
					item.hint(
						'No servers found. ASA only returns servers that are visible to the service user.',
					);
				}
				return servers.map((server) => simplify(serverOutput(server, nowAt())));
			},
		};
	},
};

function readUnseenHours(item: Item, entered: unknown): number {
	if (entered === undefined || entered === null || entered === '') return 0;
	return item.number(`filters.${unseenFilter.name}`, unseenFilter.displayName, 0);
}

/** Hours since a sync has seen a server, to one decimal; null if ASA doesn't say when that was. */
function unseenHoursOf({ last_seen }: AdServer, nowAt: number): number | null {
	if (last_seen === null) return null;
	const hours = Math.max(0, nowAt - Date.parse(last_seen)) / hourMs;
	return Math.floor(hours * 10) / 10;
}

/** Source of access_ends_at: docs/api-contract.md, "Server" (that a sync renews last_seen is assumed). */
function serverOutput(server: AdServer, nowAt: number): IDataObject {
	const { last_seen } = server;
	const endsAt =
		last_seen === null ? null : Date.parse(last_seen) + accessHours.serverSyncJob * hourMs;
	return {
		...server,
		unseen_hours: unseenHoursOf(server, nowAt),
		access_ends_at: isoTime(endsAt),
	};
}
