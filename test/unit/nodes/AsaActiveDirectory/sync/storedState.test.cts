import { fingerprint } from '../../../../../nodes/AsaActiveDirectory/sync/fingerprint';
import { incidentKey, jobAnchor } from '../../../../../nodes/AsaActiveDirectory/sync/incidentKey';
import { reduce } from '../../../../../nodes/AsaActiveDirectory/sync/reduce';
import { shortName, type State } from '../../../../../nodes/AsaActiveDirectory/sync/state';
import {
	readState,
	writeState,
	type StoredState,
} from '../../../../../nodes/AsaActiveDirectory/sync/storedState';
import {
	at,
	connection,
	hour,
	job,
	minute,
	observation,
	serverResult,
	settings,
} from './builders.cts';
import { Story } from './story.cts';

const start = at('06:00');

const uuid = (number: number) =>
	`${number.toString(16).padStart(8, '0')}-ad93-4c1f-8e2d-17f0de0c6a3c`;

/** An observation of 40 connections with 25 jobs each, whose names are long. */
function manyJobs(now: number, state: string, nameLength = 255) {
	const connections = Array.from({ length: 40 }, (_, index) =>
		connection(
			Array.from({ length: 25 }, (_, number) => {
				const id = index * 25 + number;
				const results = [0, 1].map((run) =>
					serverResult(uuid(id * 10 + run), start + run * hour, { task_state: state }),
				);
				return job({ id: uuid(id), name: `Servers ${id} `.padEnd(nameLength, 'x'), results });
			}),
			{ id: uuid(100_000 + index), name: `Directory ${index}`.padEnd(nameLength, 'y') },
		),
	);
	return { now, connections, missingPaths: [] };
}

/** Bytes of JSON a job after two observations. */
function bytesPerJob(...states: string[]): number {
	let state: State | undefined;
	states.forEach((words, index) => {
		const observed = manyJobs(start + hour + (5 + index) * minute, words);
		state = reduce(state, observed, settings()).state;
	});
	return Buffer.byteLength(JSON.stringify(writeState(state as State))) / 1000;
}

describe('the size of the state', () => {
	test.each([
		['all is well', ['done', 'done']],
		['every job runs', ['running', 'running']],
		['every job fails', ['failed', 'failed']],
	])('is at most 300 bytes a job while %s', (_, states) => {
		expect(bytesPerJob(...states)).toBeLessThanOrEqual(300);
	});

	test('is bounded when thousands of jobs come and go', () => {
		const story = new Story();
		let most = 0;
		for (let day = 0; day < 60; day++) {
			const jobs = Array.from({ length: 100 }, (_, number) =>
				job({ id: `id-${day}-${number}`, name: `Job ${day}-${number}` }),
			);
			story.poll(start + day * 24 * hour, ...jobs);
			most = Math.max(most, story.stored?.length ?? 0);
		}
		expect(most).toBeLessThan(300 * 300);
		story.poll(start + 100 * 24 * hour);
		story.poll(start + 131 * 24 * hour);
		expect(JSON.parse(story.stored ?? '').c[connection([]).id].s[1]).toEqual({});
	});

	test('does not grow with what a server sends', () => {
		const results = Array.from({ length: 10_000 }, (_, run) =>
			serverResult(uuid(run), start - run * minute, { task_state: 'running' }),
		);
		const jobs = [job({ name: 'n'.repeat(1e6), results })];
		const observed = connection(jobs, { name: 'c'.repeat(1e6), domain: 'd'.repeat(1e6) });
		let state: State | undefined;
		for (const now of [start + minute, start + 2 * minute]) {
			state = reduce(state, { now, connections: [observed], missingPaths: [] }, settings()).state;
		}
		expect(JSON.stringify(writeState(state as State)).length).toBeLessThan(5_000);
	});

	test('holds short names in whole characters', () => {
		expect(shortName('a'.repeat(97))).toHaveLength(72);
		expect(shortName('ü'.repeat(60))).toBe('ü'.repeat(36));
		expect(shortName('🦊'.repeat(30))).toBe('🦊'.repeat(18));
		expect(shortName('漢'.repeat(40))).toBe('漢'.repeat(24));
	});
});

describe('reading the state', () => {
	/** A state with something of everything. */
	function fullState(): StoredState {
		const story = new Story();
		const results = [
			serverResult('r0', start),
			serverResult('r1', start + hour, { task_state: 'failed' }),
			serverResult('r2', start + 2 * hour, { task_state: 'running' }),
			serverResult('t', start + 2 * hour, { task_state: 'odd', ad_test_request_id: 't' }),
		];
		story.observe({
			now: start + 30 * hour,
			connections: [connection([job({ results })])],
			missingPaths: ['said'],
		});
		for (let polls = 1; polls < 4; polls++) {
			const down = connection([job({ results })], { trouble: 'down' });
			story.observe({ now: start + (30 + polls) * hour, connections: [down], missingPaths: [] });
		}
		return JSON.parse(story.stored ?? '') as StoredState;
	}

	test('gives back the state itself, whatever it holds', () => {
		const results = [
			serverResult('r0', start),
			serverResult('r1', start + hour, { task_state: 'failed' }),
			serverResult('r2', start + 2 * hour, { task_state: 'running' }),
			serverResult('t', start + 3 * hour, { task_state: 'odd', ad_test_request_id: 't' }),
		];
		for (const count of [0, 1, 2, 3, 4]) {
			const observed = job({ results: results.slice(0, count), is_active: count > 1 });
			const { state } = reduce(undefined, observation(start + 30 * hour, [observed]), settings());
			expect(readState(JSON.parse(JSON.stringify(writeState(state))))).toEqual(state);
		}
	});

	test('gives back what was written', () => {
		const stored = fullState();
		const state = readState(stored);
		expect(JSON.parse(JSON.stringify(writeState(state as State)))).toEqual(stored);
		expect(JSON.stringify(stored)).toContain('"x":[[');
	});

	test.each([
		['nothing', null],
		['a text', 'state'],
		['an older form', { connections: [] }],
		['a newer version', { ...fullState(), v: 2 }],
		['no connections', { v: 1, at: 0 }],
		['a list for the connections', { v: 1, at: 0, c: [] }],
		['a time that is none', { ...fullState(), at: 'noon' }],
		['a number for a connection', { v: 1, at: 0, c: { a: 5 } }],
		['jobs that are none', { v: 1, at: 0, c: { a: { n: '', d: '', s: [0, { b: {} }] } } }],
		['a list that is none', { v: 1, at: 0, c: { a: { n: '', d: '', s: 'jobs' } } }],
	])('finds %s damaged and throws nothing', (_, stored) => {
		expect(readState(stored)).toBeUndefined();
	});

	test('finds each single missing or wrong value damaged, or reads around it', () => {
		const text = JSON.stringify(fullState());
		for (let cut = 0; cut < text.length; cut += 7) {
			const damaged = text.slice(0, cut) + text.slice(cut).replace(/\d+/, '"?"');
			expect(() => readState(JSON.parse(damaged))).not.toThrow(TypeError);
		}
	});
});

describe('the incident key', () => {
	const key = (connectionId: string) =>
		incidentKey(
			connectionId,
			'serverSyncJob',
			jobAnchor(fingerprint('n'), 'failed', fingerprint('r')),
		);

	test.each([
		[uuid(1)],
		['p05ty0e4-a7tv-erp0-r6ynh-robt937s84hf'],
		['a/b?c#d'],
		['ü'.repeat(300)],
		[''],
	])('of a connection with the id %s has at most 64 plain characters', (id) => {
		expect(key(id)).toMatch(/^[A-Za-z0-9-]{1,64}$/);
	});
});

test('ids and names that are the names of a prototype are kept like any others', () => {
	const names = ['__proto__', 'constructor', 'toString'];
	const connections = names.map((id) => connection([job({ id, name: id })], { id, name: id }));
	const { state } = reduce(undefined, { now: start, connections, missingPaths: [] }, settings());
	const stored = JSON.parse(JSON.stringify(writeState(state))) as StoredState;
	expect(readState(stored)).toEqual(state);
	expect([...(readState(stored)?.connections.keys() ?? [])]).toEqual(names);
});
