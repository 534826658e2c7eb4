import { createEngine, type StoredCredential } from './harness/engine.cts';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectory } from '../../nodes/AsaActiveDirectory/AsaActiveDirectory.node.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.cts';

export const dialects = ['client', 'page'] as const;

const teams: Sandbox[] = [];

/** The package on n8n's engine, and a simulated team that it has a key of. */
export interface Asa {
	sandbox: Sandbox;
	engine: ReturnType<typeof createEngine>;
	/** The team's credential as n8n stores it. */
	credential: StoredCredential;
	/** Stores another credential for the team. */
	store: (changes?: ICredentialDataDecryptedObject) => StoredCredential;
	/** Method and path (without the team's prefix), a line a request since the last call. */
	sent: () => string[];
}

/** Starts a team in the sandbox and an engine with the package's node and credentials. */
export async function startAsa(options: SandboxOptions = {}): Promise<Asa> {
	const sandbox = await startSandbox({ dataset: 'demo', ...options });
	teams.push(sandbox);
	const engine = createEngine({
		nodeTypes: [new AsaActiveDirectory()],
		credentialTypes: [new OktaAsaApi()],
	});
	const store = (changes: ICredentialDataDecryptedObject = {}) =>
		engine.storeCredential('oktaAsaApi', {
			teamName: sandbox.team,
			authentication: 'serviceUserKey',
			keyId: sandbox.keyId,
			keySecret: sandbox.keySecret,
			baseUrl: sandbox.url,
			...changes,
		});
	const prefix = `/v1/teams/${sandbox.team}`;
	return {
		sandbox,
		engine,
		credential: store(),
		store,
		sent() {
			const requests = sandbox.getRequests();
			sandbox.clearRequests();
			return requests.map(({ method, path }) => `${method} ${path.replace(prefix, '')}`);
		},
	};
}

/** Ends every team that was started. */
export async function closeAll(): Promise<void> {
	await Promise.all(teams.splice(0).map((sandbox) => sandbox.close()));
}
