import '../../engine/harness/outsideJest.cts';
import '../../engine/harness/environment.cts';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import type { ICredentialType, INodeType, INodeTypes } from 'n8n-workflow';
import type { StoredCredential } from '../../engine/harness/credentials.cts';
import { createHost, type Host } from '../../engine/harness/host.cts';
import { startSandboxProcess, type SandboxProcess } from './sandboxProcess.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import type { GeneratedDataset } from '../../../sandbox/datasets.cts';

/** When every simulated team begins. */
const startTime = '2026-01-05T00:00:00Z';

/** No measure shall wait for the hour to end. */
const endlessLimit = 1_000_000_000;

/** One connection with twenty server sync jobs and a day of their results. */
export const twentyServerJobs = {
	connections: 1,
	serverJobsPerConnection: 20,
	userJobsPerConnection: 0,
	historyDays: 1,
};

/** A simulated team in a process of its own, and n8n's engine with the package as it is published. */
export interface World {
	sandbox: SandboxProcess;
	host: Host;
	credential: StoredCredential;
	close: () => Promise<void>;
}

interface WorldOptions {
	/** The folder of the unpacked package. */
	packageFolder: string;
	dataset: GeneratedDataset;
	switches?: SwitchChanges;
	/** The bench's own nodes. */
	ownNodes?: INodeType[];
	/** n8n's HTTP Request node. */
	httpRequest?: INodeType;
}

/** Starts a team and an engine, with the credential of the team stored. */
export async function startWorld(options: WorldOptions): Promise<World> {
	const { packageFolder, dataset, switches, ownNodes = [], httpRequest } = options;
	const { nodes, credentials } = loadPackage(packageFolder);
	const host = withHttpRequest(createHost([...nodes, ...ownNodes], credentials), httpRequest);
	const sandbox = await startSandboxProcess({
		dataset,
		startTime,
		switches: { rateLimitPerHour: endlessLimit, ...switches },
	});
	const { team: teamName, keyId, keySecret, url: baseUrl } = sandbox;
	const credential = host.credentials.add('oktaAsaApi', {
		teamName,
		authentication: 'serviceUserKey',
		keyId,
		keySecret,
		baseUrl,
	});
	return { sandbox, host, credential, close: () => sandbox.close() };
}

/** The name by which n8n knows its HTTP Request node, and lets it use every credential. */
export const httpRequestType = 'n8n-nodes-base.httpRequest';

function withHttpRequest({ nodeTypes, credentials }: Host, httpRequest?: INodeType): Host {
	if (!httpRequest) return { nodeTypes, credentials };
	const byName = (name: string) =>
		name === httpRequestType ? httpRequest : nodeTypes.getByNameAndVersion(name);
	const both: INodeTypes = { ...nodeTypes, getByName: byName, getByNameAndVersion: byName };
	return { nodeTypes: both, credentials };
}

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

/** Loads the package as n8n does: of each file, the class that has the file's name up to its first dot. */
function loadPackage(folder: string) {
	const requireFrom = createRequire(join(folder, 'package.json'));
	const { n8n } = requireFrom('./package.json') as Manifest;
	const load = <Type,>(path: string): Type => {
		const exported = requireFrom(join(folder, path)) as Record<string, new () => Type>;
		return new exported[basename(path).split('.')[0]]();
	};
	return {
		nodes: n8n.nodes.map((path) => load<INodeType>(path)),
		credentials: n8n.credentials.map((path) => load<ICredentialType>(path)),
	};
}

/** Makes the simulated API delay its answer to every GET of its endpoints. */
export async function delayAnswers({ control }: SandboxProcess, milliseconds: number) {
	const effect = { type: 'latency', milliseconds };
	await control('PUT', 'faults', milliseconds > 0 ? [{ match: { method: 'GET' }, effect }] : []);
}

/** A token of the team for requests that don't come from n8n. */
export async function tokenOf({ control }: SandboxProcess): Promise<string> {
	const { bearer_token } = (await control('POST', 'tokens', {})) as { bearer_token: string };
	return bearer_token;
}

/** For axios: n8n-core sets a global agent that closes each connection, while axios alone would keep it open. */
export function keptOpen(): Agent {
	return new Agent({ keepAlive: true });
}
