import { sampleEvents } from '../../../../../nodes/AsaActiveDirectory/sync/samples';
import { itemOf, type SyncItem } from '../../../../../nodes/AsaActiveDirectory/sync/items';
import { eventNames } from '../../../../../nodes/AsaActiveDirectory/sync/settings';
import schema from '../../../../../nodes/AsaActiveDirectory/__schema__/v1.0.0.json';
import { at, connection, job, minute, observation, serverResult, settings } from './builders.cts';
import { Story } from './story.cts';

const start = at('06:00');

/** The item of a failed run with this summary. */
function failure(summary: unknown, name = 'Servers'): SyncItem {
	const story = new Story(settings({}, ['syncFailed']));
	story.poll(start, job({ name }));
	const status = { summary: summary as string, detailed_summary: 'LDAP timeout' };
	const result = serverResult('r', start + minute, { task_state: 'failed', status });
	return story.poll(start + 3 * minute, job({ name, results: [result] }))[0];
}

test('the title is one line that says what happened to what', () => {
	expect(failure('x').title).toBe('Server sync job "Servers" of "Corporate directory" failed');
	expect(failure('x', 'Two\nlines').title).toBe(
		'Server sync job "Two lines" of "Corporate directory" failed',
	);
});

test('the text is three lines without markup', () => {
	expect(failure('No domain controller').text.split('\n')).toEqual([
		'Server sync job "Servers" of "Corporate directory" failed.',
		'AD connection "Corporate directory", domain corp.example.com',
		'last run started 2026-03-01T06:01:00Z, ended 2026-03-01T06:02:00Z, state "failed": No domain controller: LDAP timeout; failing since 2026-03-01T06:02:00Z',
	]);
});

test.each([
	['a text with line breaks', 'one\ntwo\r\nthree', 'one two three'],
	['an object', { code: 5 }, '{"code":5}'],
	['null', null, 'LDAP timeout'],
])('a summary that is %s stays on its line', (_, summary, expected) => {
	expect(failure(summary).text.split('\n')).toHaveLength(3);
	expect(failure(summary).text).toContain(expected);
});

test('an overdue job says which slot it missed', () => {
	const story = new Story(settings({}, ['syncOverdue']));
	const observed = job({ results: [serverResult('r', start)] });
	const [{ title, text }] = story.poll(start + 100 * minute, observed);
	expect(title).toBe('Server sync job "Servers" of "Corporate directory" is overdue');
	expect(text).toContain('due since 2026-03-01T07:00:00Z');
});

test('a very long summary is cut in the text, not in the item', () => {
	const item = failure('x'.repeat(5_000));
	expect(item.text.length).toBeLessThan(800);
	expect(item.summary).toHaveLength(5_000);
});

describe('samples', () => {
	const busy = observation(at('12:00'), [
		job({
			results: [
				serverResult('a', at('08:00')),
				serverResult('b', at('09:00'), { task_state: 'failed' }),
			],
		}),
	]);

	test('there is one of each chosen event, in order, each as the schema says', () => {
		const items = sampleEvents(busy, settings()).map(itemOf);
		expect(items.map(({ event }) => event)).toEqual(eventNames);
		for (const item of items) expectToFit(item);
	});

	test('what is really so is told as it is', () => {
		const items = sampleEvents(busy, settings({}, ['syncFailed', 'syncOverdue'])).map(itemOf);
		expect(items).toMatchObject([
			{ event: 'syncFailed', result_id: 'b', consecutive_failures: 1 },
			{ event: 'syncOverdue', cause: 'overdue', incident_action: 'trigger' },
		]);
	});

	test.each([
		['success', [serverResult('a', at('11:50'))]],
		['running', [serverResult('a', at('11:59'), { task_state: 'running' })]],
		['never ran', []],
	])('what is not so is made up from a job with %s', (_, results) => {
		const items = sampleEvents(observation(at('12:00'), [job({ results })]), settings()).map(
			itemOf,
		);
		const expected = eventNames.filter((event) => event !== 'newResult' || results.length > 0);
		expect(items.map(({ event }) => event)).toEqual(expected);
		for (const item of items) expectToFit(item);
		expect(items.find(({ event }) => event === 'syncFailed')?.title).toContain('failed');
	});

	test('a connection without jobs gives a sample of what concerns connections alone', () => {
		const items = sampleEvents(observation(start, []), settings()).map(itemOf);
		expect(items.map(({ event }) => event)).toEqual(['connectionUnreadable']);
		expectToFit(items[0]);
	});

	test('a team without connections gives none', () => {
		expect(sampleEvents({ now: start, connections: [], missingPaths: [] }, settings())).toEqual([]);
		expect(connection([]).jobs.serverSyncJob).toEqual([]);
	});
});

/** Whether an item has the fields of the schema in their order, each of the type named there or null. */
function expectToFit(item: SyncItem): void {
	expect(Object.keys(item)).toEqual(Object.keys(schema.properties));
	for (const [name, { type }] of Object.entries(schema.properties)) {
		const value = item[name as keyof SyncItem];
		if (value !== null) expect([name, typeof value]).toEqual([name, type]);
	}
	expect(item.text.split('\n')).toHaveLength(3);
	expect(item.title).not.toContain('\n');
}
