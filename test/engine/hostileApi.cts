import type { IDataObject } from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectory } from '../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import {
	readConnectionSample,
	serverJobOfClient,
	serverResult,
	userResult,
} from '../helpers/oktaSamples.cts';
import { goodMint, startFakeApi, type FakeApi, type FakeResponse } from './fakeApi.cts';
import { createEngine, type Failure } from './harness/engine.cts';
import { byId } from './runOperation.cts';
import { skipWaits, type SkippedWaits } from './skippedWaits.cts';

/** An API that answers a list that is empty, and one object for whatever else it is asked. */
export function object(text: string): (path: string) => FakeResponse {
	return (path) => ({ text: path === '' ? '{"list":[]}' : text });
}

export const connection = JSON.stringify(readConnectionSample);

export const job = JSON.stringify(serverJobOfClient);

const nodeTypes = [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()];

const credentialTypes = [new OktaAsaApi()];

/**
 * Serves the tests of a file with an API that answers what they say, and lets them wait in no time. Returns how to
 * run the nodes on it.
 */
export function useHostileApi(
	respond: (path: string) => FakeResponse,
	mint: () => FakeResponse = () => ({ text: JSON.stringify(goodMint) }),
) {
	let api: FakeApi;
	let waits: SkippedWaits;

	beforeAll(async () => {
		api = await startFakeApi(respond, mint);
	});

	beforeEach(() => {
		waits = skipWaits();
	});

	afterEach(() => waits.restore());

	afterAll(async () => {
		await api.close();
	});

	function startEngine() {
		const engine = createEngine({ nodeTypes, credentialTypes });
		const credential = engine.storeCredential('oktaAsaApi', {
			teamName: api.team,
			authentication: 'serviceUserKey',
			keyId: 'key',
			keySecret: 'canary-key-secret',
			baseUrl: api.url,
		});
		return { engine, credential };
	}

	/** Runs an operation on an object, all of it put out; once for each input item. */
	async function run(resource: string, operation: string, items: IDataObject[] = [{}]) {
		const { engine, credential } = startEngine();
		return await engine.run({
			type: 'asaActiveDirectory',
			items,
			parameters: {
				resource,
				operation,
				connection: byId('c1'),
				job: byId('j1'),
				result: byId(resource === 'userSyncJob' ? userResult.id : serverResult.id),
				returnAll: true,
				simplify: false,
			} as never,
			credentials: [credential],
		});
	}

	return { startEngine, run };
}

type Result = Awaited<ReturnType<ReturnType<typeof useHostileApi>['run']>>;

/** What must hold whatever the API says. */
export function expectSound({ items, error, stored }: Result): void {
	expect(({} as IDataObject).polluted).toBeUndefined();
	expect(stored).not.toContain('canary-key-secret');
	for (const { json } of items) expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
	if (error) expectReadableError(error);
}

/** An error whose texts a user can read. */
export function expectReadableError({ message, description }: Failure): void {
	expect(message).not.toMatch(/call stack|undefined|\[object/);
	expectReadable(message);
	expectReadable(description ?? '');
}

/** A short text without control characters. */
export function expectReadable(message: string): void {
	expect(message.length).toBeLessThan(800);
	expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

/** Either all items come out, or a readable error says why not. */
export function expectItemsOrError(result: Result, count: number): void {
	expectSound(result);
	if (!result.error) expect(result.items).toHaveLength(count);
}

/** The lists of a team, in JSON: its connections, and the server sync jobs of each. */
export function teamOf(connections: string, jobs: string): (path: string) => FakeResponse {
	return (path) => {
		if (path === '') return { text: connections };
		return { text: path.endsWith('/task_settings') ? jobs : '{"list":[]}' };
	};
}
