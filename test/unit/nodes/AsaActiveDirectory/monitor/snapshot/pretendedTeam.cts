import { check } from '../../../../../../nodes/AsaActiveDirectory/monitor/index';
import type { Settings } from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import {
	readSnapshot,
	type ReaderOptions,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/reader';
import type {
	ConnectionSnapshot,
	JobSnapshot,
	Snapshot,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/types';
import type { State } from '../../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import { openFake, type FakeResponse } from '../../asa/support.cts';
import { settings } from '../settings.cts';
import { serverResult } from '../team.cts';
import { at } from '../times.cts';

export const date = 'Sun, 01 Mar 2026 07:00:00 GMT';

export const root = '/v1/teams/acme/integrations/ad_connections';

/** A pretended team: what each path answers, below that of the connections. Other paths are empty lists. */
type Paths = Record<string, FakeResponse | unknown[] | object>;

export const run = (id: string, state: string, start = '06:00') =>
	serverResult(id, at(start), { task_state: state });

export const job = (id: string, recent: object | null = null) => ({
	id,
	name: `Job ${id}`,
	is_active: true,
	frequency: 1,
	recent_task_result: recent,
});

export const c1 = { id: 'c1', name: 'Corp', domain: 'corp.example.com', gateway_id: 'g1' };

export const c2 = { id: 'c2', name: 'EMEA', domain: 'emea.example.com', gateway_id: 'g2' };

export const missing: FakeResponse = { status: 404, body: { message: 'Not found' } };

/** Reads a pretended team. Returns the snapshot, and the paths that were asked for in that order. */
export async function read(
	paths: Paths,
	{
		state,
		chosen = settings(),
		budgetMs,
		onRequest = () => undefined,
		options,
	}: {
		state?: State;
		chosen?: Settings;
		budgetMs?: number;
		onRequest?: (path: string) => void;
		options?: ReaderOptions;
	} = {},
) {
	const { client, sent } = await openFake(
		({ url }) => {
			const path = new URL(url).pathname.replace(root, '').replace('/v1/teams/acme', '');
			onRequest(path);
			return answerOf(paths[path]);
		},
		{ budgetMs },
	);
	const snapshot = await readSnapshot(client, state, chosen, options);
	const asked = sent.map(({ url }) =>
		new URL(url).pathname.replace(root, '').replace('/v1/teams/acme', ''),
	);
	return { snapshot, asked };
}

function answerOf(answer: Paths[string] | undefined): FakeResponse {
	const isResponse = typeof (answer as FakeResponse | undefined)?.status === 'number';
	if (isResponse) return { headers: { date }, ...(answer as FakeResponse) };
	const body = Array.isArray(answer) ? { list: answer } : (answer ?? { list: [] });
	return { body, headers: { date } };
}

/** The state after a snapshot. */
export function stateAfter(snapshot: Snapshot, chosen = settings()): State {
	return check(undefined, snapshot, chosen).state;
}

/** The connections of a snapshot, which has read their list. */
export function connectionsOf({ connections }: Snapshot): ConnectionSnapshot[] {
	if (!Array.isArray(connections)) throw new Error(connections.message);
	return connections;
}

/** The server sync jobs of a connection whose list was read. */
export function serverJobs(snapshot: Snapshot, index = 0): JobSnapshot[] {
	const list = connectionsOf(snapshot)[index].lists.serverSyncJob;
	if (!Array.isArray(list)) throw new Error('It was not read');
	return list;
}
