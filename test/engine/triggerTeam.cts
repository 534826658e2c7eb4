import { createEngine, type Poller, type StoredCredential } from './harness/engine.cts';
import type { PollEngine } from './harness/poller.cts';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.cts';

/** The trigger on n8n's engine, and a simulated team that it watches. */
export interface TriggerTeam {
	sandbox: Sandbox;
	engine: ReturnType<typeof createEngine>;
	credential: StoredCredential;
	/** A published workflow that starts with the trigger. */
	poller: (parameters?: INodeParameters, engine?: PollEngine) => Poller;
	/** How many requests were sent since the last call. */
	requests: () => number;
	close: () => Promise<void>;
}

/** Starts a team and an engine with the trigger. */
export async function startTriggerTeam(
	options: SandboxOptions = {},
	credentialChanges: ICredentialDataDecryptedObject = {},
): Promise<TriggerTeam> {
	const sandbox = await startSandbox({ dataset: 'demo', ...options });
	const engine = createEngine({
		nodeTypes: [new AsaActiveDirectoryTrigger()],
		credentialTypes: [new OktaAsaApi()],
	});
	const credential = engine.storeCredential('oktaAsaApi', {
		teamName: sandbox.team,
		authentication: 'serviceUserKey',
		keyId: sandbox.keyId,
		keySecret: sandbox.keySecret,
		baseUrl: sandbox.url,
		...credentialChanges,
	});
	return {
		sandbox,
		engine,
		credential,
		poller: (parameters = {}, kind = 'classic') =>
			engine.poller({
				type: 'asaActiveDirectoryTrigger',
				parameters,
				credentials: [credential],
				engine: kind,
			}),
		requests() {
			const count = sandbox.getRequests().length;
			sandbox.clearRequests();
			return count;
		},
		close: () => sandbox.close(),
	};
}

/** The items of a poll. */
export function itemsOf(emitted: Awaited<ReturnType<Poller['poll']>>): SyncItem[] {
	return (emitted ?? []).map(({ json }) => json as unknown as SyncItem);
}

/** All events that the trigger knows. */
export const everyEvent = [
	'newResult',
	'syncFailed',
	'syncRecovered',
	'syncOverdue',
	'syncRunningLong',
	'syncStillFailing',
	'syncStopped',
	'connectionUnreadable',
];
