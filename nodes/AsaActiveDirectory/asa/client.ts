import { NodeOperationError } from 'n8n-workflow';
import { credentialOf, credentialType, readTarget } from './auth/target';
import { Connections } from './connections';
import { AdServers, Gateways, Projects } from './directory';
import { secretsOf } from './auth/session';
import { Requests } from './http/requests';
import { Transport, type ClientSettings, type NodeContext } from './http/transport';
import { Jobs } from './jobs';
import type { JobKind } from './model/syncJob';
import { Results } from './results';

/**
 * Opens a client on the credential of a node.
 *
 * @throws NodeOperationError if the credential's Base URL, Team Name or Path Corrections can't be used
 */
export async function openClient(
	context: NodeContext,
	settings: ClientSettings = {},
): Promise<AsaClient> {
	const credential = await context.getCredentials(credentialType);
	try {
		const transport = new Transport(context, secretsOf(credential), settings);
		return new AsaClient(new Requests(context.getNode(), readTarget(credential), transport));
	} catch (error) {
		const problem = new NodeOperationError(context.getNode(), (error as Error).message, {
			description: `Correct ${credentialOf(context.getNode())}`,
		});
		problem.failure = { cause: 'configuration-invalid' };
		throw problem;
	}
}

/**
 * The ASA API of one team: what nodes read and write, in this package's form. It sends every request of the package,
 * the credential's mint and probe excepted.
 */
export class AsaClient {
	readonly connections: Connections;

	readonly gateways: Gateways;

	readonly projects: Projects;

	readonly adServers: AdServers;

	constructor(private readonly requests: Requests) {
		this.connections = new Connections(requests);
		this.gateways = new Gateways(requests);
		this.projects = new Projects(requests);
		this.adServers = new AdServers(requests);
	}

	/** Host and team that the credential names. */
	get team(): { origin: string; name: string } {
		const { origin, team: name } = this.requests.target;
		return { origin, name };
	}

	/** Resolves once an answer has shown that ASA accepts the token; never if none does. */
	get authConfirmed(): Promise<void> {
		return this.requests.transport.authConfirmed;
	}

	/** The API's own time at the first answer, in milliseconds since 1970 UTC, if it said so. */
	get apiTimeAt(): number | undefined {
		return this.requests.transport.apiTimeAt;
	}

	/** The sync jobs of one kind. */
	jobs(kind: JobKind): Jobs {
		return new Jobs(this.requests, kind);
	}

	/** The results of the sync jobs of one kind. */
	results(kind: JobKind): Results {
		return new Results(this.requests, kind);
	}

	/**
	 * Waits.
	 *
	 * @param whatGoesOn what the error says of what was started already
	 * @throws NodeOperationError if the execution is cancelled meanwhile
	 */
	async wait(delayMs: number, whatGoesOn?: string): Promise<void> {
		await this.requests.transport.wait(delayMs, whatGoesOn);
	}
}
