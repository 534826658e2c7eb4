import { stateAt } from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/clock';
import {
	readState,
	writeState,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import type {
	Incident,
	JobState,
	Outage,
	RememberedRun,
	State,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import { at, hour, minute } from '../times.cts';

/* All that a state can hold is either moved when the API's clock jumps or deliberately not. */

const pollMs = at('12:00');
const earlierMs = pollMs - 2 * hour;

const opened = {
	key: 'key',
	status: 'notified',
	openedMs: earlierMs,
	lastItemMs: earlierMs,
} as const;

const incident: Incident = {
	...opened,
	causes: ['access', 'failed'],
	sinceMs: earlierMs,
	accessEnd: { reportedMs: earlierMs, wasEarly: false },
	newestEnded: { hash: 'run-of-1', startMs: earlierMs, wasSuccess: false },
};

const run: RememberedRun = {
	hash: 'run-of-1',
	startMs: earlierMs,
	endMs: earlierMs + minute,
	outcome: 'unknown',
	isTest: false,
	isReported: false,
	isVanished: false,
	firstSeenMs: earlierMs,
};

const job: JobState = {
	name: 'Sync',
	id: 'id-1',
	isActive: true,
	hasBeenActive: true,
	offPolls: 0,
	lastOffMs: earlierMs,
	absentPolls: 0,
	schedule: '1',
	scheduleFromMs: earlierMs,
	runs: [run],
	pollTimeHashes: [run.hash],
	forgotten: {
		failures: 1,
		failingSinceMs: earlierMs,
		success: { hash: 'run-of-0', startMs: earlierMs, endMs: earlierMs },
	},
	lastSuccessId: null,
	waitingIds: new Map(),
	oldestStartMs: earlierMs,
	isCountAtLeast: false,
	recentMark: '',
	incident,
};

const outage: Outage = { firstMs: earlierMs, firstHostMs: earlierMs, incident: opened };

const everything: State = {
	team: { origin: 'https://app.scaleft.com', name: 'acme' },
	atMs: pollMs,
	hostMs: pollMs,
	dated: { atMs: pollMs, hostMs: pollMs },
	savedAtMs: earlierMs,
	wasDamaged: false,
	loggedWarnings: [],
	missingChoices: new Map([['choice', { polls: 2, reportedMs: earlierMs }]]),
	outage,
	servers: {
		readMs: earlierMs,
		hasSeenAny: true,
		projects: new Map([['web', { ...opened, share: 0.5, count: 2 }]]),
	},
	gatewayNames: new Map(),
	connections: new Map([
		[
			'connection',
			{
				name: 'Corp',
				domain: 'corp.example',
				wasSkipped: false,
				outage,
				formerSuccessMs: earlierMs,
				jobs: { serverSyncJob: [job], userSyncJob: [job] },
			},
		],
	]),
};

/** Those of polls. */
const moving = [
	'openedMs',
	'lastItemMs',
	'reportedMs',
	'lastOffMs',
	'scheduleFromMs',
	'firstSeenMs',
	'firstMs',
	'readMs',
];

/** Those of ASA, those of n8n's clock, and the last poll, which replaces its own. */
const staying = [
	...['startMs', 'endMs', 'sinceMs', 'failingSinceMs', 'oldestStartMs', 'formerSuccessMs'],
	...['firstHostMs', 'hostMs', 'atMs', 'savedAtMs'],
];

/** All times of a state with their paths. */
function timesOf(value: unknown, path = ''): Map<string, number> {
	if (typeof value === 'number' && path.endsWith('Ms')) return new Map([[path, value]]);
	if (typeof value !== 'object' || value === null) return new Map();
	const entries = value instanceof Map ? [...value] : Object.entries(value);
	return new Map(entries.flatMap(([key, part]) => [...timesOf(part, `${path}.${String(key)}`)]));
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);

test('every time of a state either moves or stays', () => {
	const names = [...timesOf(everything).keys()].map(nameOf);
	expect(new Set(names)).toEqual(new Set([...moving, ...staying]));
});

test.each([
	['ahead', 5 * hour],
	['back', -5 * hour],
])("the API's clock jumps %s", (_, jumpMs) => {
	const text = JSON.stringify([...timesOf(everything)]);
	const clocks = { atMs: pollMs + hour + jumpMs, hostMs: pollMs + hour };
	const after = timesOf(stateAt(everything, clocks));
	for (const [path, beforeMs] of timesOf(everything)) {
		const moved = (after.get(path) ?? NaN) - beforeMs;
		// Time that the API's clock has gained counts for what is repeated after an interval.
		const isRepeated = /lastItemMs|readMs|missingChoices.*reportedMs/.test(path);
		const isMoving = moving.includes(nameOf(path)) && (jumpMs < 0 || !isRepeated);
		expect([path, moved]).toEqual([path, isMoving ? jumpMs : 0]);
	}
	expect(JSON.stringify([...timesOf(everything)])).toBe(text);
});

test('both clocks go back, so that what they have said is ahead', () => {
	const backMs = pollMs - 10 * hour;
	const after = timesOf(stateAt(everything, { atMs: backMs, hostMs: backMs }));
	for (const [path, beforeMs] of timesOf(everything)) {
		const isRunOfPoll = /runs\.0\.(?:startMs|endMs)|newestEnded\.startMs/.test(path);
		const isForgotten = /forgotten|formerSuccessMs/.test(path);
		const isMoved = moving.includes(nameOf(path)) && nameOf(path) !== 'firstMs';
		const isCapped = isMoved || isRunOfPoll || isForgotten;
		expect([path, after.get(path)]).toEqual([path, isCapped ? backMs : beforeMs]);
	}
});

test('a poll without Date corrects the outage of the team alone', () => {
	const after = timesOf(stateAt(everything, { atMs: null, hostMs: pollMs - 10 * hour }));
	const changed = [...timesOf(everything)].filter(([path, ms]) => after.get(path) !== ms);
	expect(changed.map(([path]) => path)).toEqual([
		'.outage.incident.openedMs',
		'.outage.incident.lastItemMs',
	]);
});

test('a Date of 1970 leaves a state that can be stored', () => {
	const clocks = { atMs: 5000, hostMs: pollMs + hour };
	const after = { ...stateAt(everything, clocks), atMs: 5000 };
	expect(readState(JSON.parse(JSON.stringify(writeState(after))))?.wasDamaged).toBe(false);
});
