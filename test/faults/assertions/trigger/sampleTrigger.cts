/* Evidence of a trigger, for the tests of the assertions. */
import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import type { LoggedRequest } from '../../../../sandbox/requestLog.cts';
import type { State } from '../../../../sandbox/state.cts';
import { faultNamed } from '../../faults/kinds.cts';
import type { SentRequest } from '../../rig/networkLog.cts';
import { event, list, team } from '../sampleEvidence.cts';
import { checkTrigger } from './check.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

export const times = (index: number) => `2026-01-05T00:${String(index).padStart(2, '0')}:00Z`;

/** A scheduled run that starts at an index of the history and ends at the next. */
export function runOf(index: number, id: string, outcome: 'succeed' | 'fail'): HistoryEvent[] {
	const job = { jobKind: 'server' as const, jobId: 'j1', jobName: 'Servers' };
	const details = { resultId: id, isTest: false, outcome };
	return [
		{ ...event('run_started', details), ...job, index, at: times(index) },
		{ ...event('run_ended', details), ...job, index: index + 1, at: times(index + 1) },
	];
}

const baseItem = {
	severity: 'info',
	severity_raised: false,
	cause: null,
	causes: null,
	incident_key: null,
	incident_action: null,
	already_resolved: false,
	closed_by: null,
	job_kind: null,
	job_name: null,
	connection_id: 'c1',
	result_id: null,
	title: 'title',
	text: 'text',
	is_sample: false,
} as const;

export function item(changes: Partial<SyncItem>): SyncItem {
	return { ...baseItem, ...changes } as SyncItem;
}

export const servers = { job_kind: 'serverSyncJob', job_name: 'Servers' } as const;

export function resultOf(index: number, id: string, outcome: 'failed' | 'success'): SyncItem {
	const severity = outcome === 'failed' ? 'error' : 'info';
	const ran = { started_at: times(index), finished_at: times(index + 1) };
	return item({ ...servers, ...ran, event: 'newResult', outcome, severity, result_id: id });
}

export const result = resultOf(0, 'r1', 'failed');

export const opened = item({
	...servers,
	event: 'syncFailed',
	severity: 'error',
	cause: 'failed',
	causes: ['failed'],
	incident_key: 'k1',
	incident_action: 'trigger',
	result_id: 'r1',
});

export const closed = item({
	...opened,
	event: 'syncRecovered',
	severity: 'info',
	incident_action: 'resolve',
	closed_by: 'success',
	result_id: 'r2',
});

export const closedAsDeleted = item({ ...closed, closed_by: 'deleted', result_id: null });

export const stopped = item({ ...servers, event: 'syncStopped', severity: 'warning' });

export const unreadable = item({
	event: 'connectionUnreadable',
	severity: 'error',
	cause: 'unreadable',
	causes: ['unreadable'],
	incident_key: 'k2',
	incident_action: 'trigger',
});

export const readable = item({
	...unreadable,
	event: 'syncRecovered',
	severity: 'info',
	incident_action: 'resolve',
});

export const unreadableTeam = item({ ...unreadable, connection_id: null, incident_key: 'k3' });

export const readableTeam = item({ ...readable, connection_id: null, incident_key: 'k3' });

/** Requests for the three lists, each with its status. */
export function listRequests(statuses: [connections: number, server: number, user: number]) {
	const paths = [list, `${list}/c1/task_settings`, `${list}/c1/user_sync_task_settings`];
	const responses = paths.map((path, index) => {
		return { method: 'GET', path, status: statuses[index], durationMs: 9 };
	});
	return {
		sent: responses as unknown as SentRequest[],
		requests: responses.map((one) => ({
			...one,
			faults: one.status === 200 ? [] : ['status'],
		})) as unknown as LoggedRequest[],
	};
}

export const allRead = listRequests([200, 200, 200]);

export function poll(items: SyncItem[] = [], changes: Partial<Poll> = {}): Poll {
	const basePoll = {
		ticks: 1,
		isActivation: false,
		isForgotten: false,
		at: 0,
		durationMs: 9,
		thrown: [],
		errors: [],
		faultedRequests: 0,
	};
	return { ...basePoll, ...allRead, items, until: -1, ...changes };
}

export const withFault = (...statuses: Parameters<typeof listRequests>[0]) => ({
	faultedRequests: 1,
	...listRequests(statuses),
});

/** A poll that read one connection partly, and another completely. */
const twoLists = listRequests([200, 200, 200]);
const otherRead = twoLists.requests.map((one) => ({ ...one, path: one.path.replace('c1', 'c2') }));
export const connectionUnread = (() => {
	const own = withFault(200, 200, 500);
	const otherSent = otherRead as unknown as SentRequest[];
	return { ...own, sent: [...own.sent, ...otherSent], requests: [...own.requests, ...otherRead] };
})();
export const teamUnread = withFault(500, 500, 500);

export const job = {
	id: 'j1',
	kind: 'server' as const,
	connectionId: 'c1',
	settings: { name: 'Servers', is_active: true },
	results: [{ id: 'r1' }, { id: 'r2' }],
};

export const [connection] = team('New').connections;

export const state = {
	...team('New'),
	connections: [
		{ ...connection, serverSyncJobs: [job] },
		{ ...connection, id: 'c2', name: 'Other' },
	],
} as unknown as State;

export const always = {
	engine: 'classic' as const,
	injectedFaults: [{ fault: faultNamed('status 500'), at: 0, lasts: true }],
	fromActivation: false,
	reportsOutages: true,
};

export const activation = poll([], { isActivation: true });

/** Polls 15 minutes apart between the activation and a last poll, and one run that fails after the activation. */
export function evidenceOf(...polls: Poll[]): TriggerEvidence {
	const all = [activation, ...polls, poll([], { until: 1 })];
	return {
		case: always,
		polls: all.map((one, index) => ({ ...one, at: one.at || index * 15 * 60_000 })),
		history: runOf(0, 'r1', 'fail'),
		state,
		minted: [],
		stored: [],
	};
}

export const good = poll([result, opened]);

/** All findings. */
export function findingsOf(evidence: TriggerEvidence): string[] {
	const { lost, duplicated, wrongIncidents, wrongAnswers } = checkTrigger(evidence);
	return [...lost, ...duplicated, ...wrongIncidents, ...wrongAnswers];
}
