import { createEngine, type Poller, type StoredCredential } from './harness/engine.cts';
import type { PollEngine } from './harness/poller.cts';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { eventNames } from '../../nodes/AsaActiveDirectory/monitor/rules/types.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.cts';
import { startHostClock } from './hostClock.cts';

/** The trigger on n8n's engine, and a simulated team that it watches. n8n's clock follows the sandbox's. */
export interface TriggerTeam {
	sandbox: Sandbox;
	engine: ReturnType<typeof createEngine>;
	credential: StoredCredential;
	/** A published workflow that starts with the trigger. */
	poller: (parameters?: INodeParameters, engine?: PollEngine) => Poller;
	/** Moves both clocks. */
	advance: (seconds: number) => void;
	/** How many requests were sent since the last call. */
	requests: () => number;
	/** The same as lines: method and path below the team's prefix. */
	sent: () => string[];
	close: () => Promise<void>;
}

const teams: TriggerTeam[] = [];

/** Starts a team and an engine with the trigger. */
export async function startTriggerTeam(
	options: SandboxOptions = {},
	credentialChanges: ICredentialDataDecryptedObject = {},
): Promise<TriggerTeam> {
	const sandbox = await startSandbox({ dataset: 'demo', ...options });
	const clock = startHostClock(sandbox.now());
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
	const prefix = `/v1/teams/${sandbox.team}`;
	const sent = () => {
		const requests = sandbox.getRequests();
		sandbox.clearRequests();
		return requests.map(({ method, path }) => `${method} ${path.replace(prefix, '')}`);
	};
	const team: TriggerTeam = {
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
		advance(seconds) {
			sandbox.advance(seconds);
			clock.advance(seconds);
		},
		sent,
		requests: () => sent().length,
		async close() {
			clock.restore();
			await sandbox.close();
		},
	};
	teams.push(team);
	return team;
}

/** Ends every team that was started, the last one first. */
export async function closeTriggerTeams(): Promise<void> {
	for (const team of teams.splice(0).reverse()) await team.close();
}

/** The items of a poll. */
export function itemsOf(emitted: Awaited<ReturnType<Poller['poll']>>): SyncItem[] {
	return (emitted ?? []).map(({ json }) => json as unknown as SyncItem);
}

/** All events that the trigger knows. */
export const everyEvent: string[] = [...eventNames];
