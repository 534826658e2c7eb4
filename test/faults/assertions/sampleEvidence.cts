import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { State } from '../../../sandbox/state.cts';
import type { SentRequest } from '../rig/networkLog.cts';
import type { OperationEvidence } from '../runs/operationRun.cts';

/* Small pieces of evidence for the tests of the assertions. */

export const list = '/v1/teams/team/integrations/ad_connections';

export function event(
	type: HistoryEvent['type'],
	details: Record<string, unknown> = {},
): HistoryEvent {
	return {
		index: 0,
		at: '2026-01-05T00:00:00Z',
		type,
		connectionId: 'c1',
		connectionName: 'New',
		domain: 'new.example.com',
		details,
	};
}

/** A team with one connection of that name. */
export function team(name: string, id = 'c1'): State {
	return {
		now: '',
		speed: 0,
		team: 'team',
		gateways: [],
		projects: [],
		connections: [
			{
				id,
				name,
				gatewayId: 'g1',
				domain: 'new.example.com',
				domainControllers: null,
				serviceAccountUsername: null,
				hasPassword: false,
				usePasswordless: false,
				certificateId: null,
				deletedAt: null,
				serverSyncJobs: [],
				userSyncJobs: [],
			},
		],
		liveConnections: 1,
		tokensMinted: 1,
		requests: 1,
	};
}

export const emptyTeam: State = { ...team('New'), connections: [] };

export function request(changes: Partial<SentRequest> = {}): SentRequest {
	return {
		method: 'POST',
		origin: 'http://own',
		path: list,
		headers: {},
		body: '{"name":"New"}',
		status: 201,
		isComplete: true,
		sentAt: 0,
		durationMs: 9,
		fault: null,
		...changes,
	};
}

/** Evidence of a connection that was created correctly. */
export function created(changes: Partial<OperationEvidence> = {}): OperationEvidence {
	return {
		resource: 'connection',
		operation: 'create',
		isByName: false,
		outcomes: [{ done: [{ id: 'c1', name: 'New' }] }],
		states: [emptyTeam, team('New')],
		events: [event('connection_created')],
		concurrentEvents: [],
		sent: [request()],
		minted: [],
		logged: [],
		faultedRequests: 0,
		result: undefined,
		injectedFaults: [],
		virtualSeconds: 0,
		...changes,
	};
}

export const failed = (failure: string) => [{ done: [], failure }];

export const lost = request({ status: null, isComplete: false, fault: 'ECONNRESET' });
