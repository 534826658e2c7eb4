import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items';
import { passes, runCode, sampleItems } from './evaluate.cts';

const exampleFile = 'page-the-on-call.json';
const hourMs = 3_600_000;

const sample = sampleItems().find(({ event }) => event === 'syncFailed')!;

function itemOf(changes: Partial<SyncItem>): SyncItem {
	const made = { is_sample: false, incident_key: 'asa-key', gateway_id: null };
	return { ...sample, ...made, ...changes };
}

interface PagerEvent {
	event_action: string;
	dedup_key: string;
	payload?: Record<string, unknown> & { custom_details: Record<string, unknown> };
}

/** What a poll sends, by the row of the data table; the row is changed. */
function send(items: SyncItem[], row: { pages?: string }): PagerEvent[] {
	const nodes = { 'Skip Items Without a Page': items };
	const [{ pages, events }] = runCode(exampleFile, 'Write the Events', [row], { nodes });
	row.pages = String(pages);
	return events as unknown as PagerEvent[];
}

/** What polls send, one after the other. */
function eventsOf(...polls: SyncItem[][]): PagerEvent[][] {
	const row = {};
	return polls.map((items) => send(items, row));
}

const keysOf = (events: PagerEvent[]) =>
	events.map(({ event_action, dedup_key }) => `${event_action} ${dedup_key}`);

const resolve = { incident_action: 'resolve', severity: 'info', closed_by: 'success' } as const;
const raise = {
	incident_action: 'update',
	severity_raised: true,
	severity: 'critical',
} as const;

const resolvesOf = (key: string) =>
	[key, `${key}-error`, `${key}-critical`].map((one) => `resolve ${one}`);

describe('one incident', () => {
	it('has one page, and another beside it for each raised severity', () => {
		expect(eventsOf([itemOf({})]).map(keysOf)).toEqual([['trigger asa-key']]);
		const raised = (severity: SyncItem['severity']) => [itemOf({ ...raise, severity })];
		expect(eventsOf(raised('error'), raised('critical')).map(keysOf)).toEqual([
			['trigger asa-key-error'],
			['trigger asa-key-critical'],
		]);
	});

	it('closes every page that it may have, also if the table is lost', () => {
		expect(eventsOf([itemOf({})], [itemOf(resolve)]).map(keysOf)[1]).toEqual(resolvesOf('asa-key'));
		expect(eventsOf([itemOf(resolve)]).map(keysOf)).toEqual([resolvesOf('asa-key')]);
	});

	it.each(['warning', 'error', 'critical'] as const)(
		'severity %s is that of the page',
		(severity) => {
			expect(eventsOf([itemOf({ severity })])[0]![0]!.payload!.severity).toBe(severity);
		},
	);

	it('names the gateway', () => {
		const gateway = { gateway_id: 'g1', gateway_name: 'frankfurt', gateway_status: 'OFFLINE' };
		expect(eventsOf([itemOf(gateway)])[0]![0]!.payload!.custom_details).toMatchObject({
			gateway: 'frankfurt',
			gateway_status: 'OFFLINE',
		});
	});

	it('names the team if there is no connection, and says that a sample is one', () => {
		const item = { connection_name: null, domain: null, job_name: null, team: 'example' };
		expect(eventsOf([itemOf(item)])[0]![0]!.payload).toMatchObject({
			source: 'example',
			group: 'example',
			component: '',
		});
		expect(eventsOf([sample])[0]![0]!.payload).toMatchObject({
			summary: expect.stringMatching(/^Sample: /),
			custom_details: { is_sample: true },
		});
	});
});

describe('incidents of a gateway', () => {
	const DOWN = { gateway_id: 'g1', gateway_name: 'frankfurt', gateway_status: 'OFFLINE' };
	const UP = { ...DOWN, gateway_status: 'ONLINE' };
	const item = (key: string, changes: Partial<SyncItem> = {}) =>
		itemOf({
			...{ ...DOWN, access_ends_at: null, incident_key: key, title: `${key} failed` },
			...changes,
		});

	it('are one page, of the worst severity', () => {
		const ends = { access_ends_at: '2030-01-02T03:04:05Z' };
		const risk = { severity: 'critical', causes: ['access', 'failed'], ...ends } as const;
		const forty = Array.from({ length: 40 }, (_, index) => item(`asa-${index}`));
		const [events] = eventsOf([...forty, item('asa-risk', { ...risk, causes: [...risk.causes] })]);
		expect(keysOf(events!)).toEqual(['trigger asa-0']);
		const { payload } = events![0]!;
		expect(payload).toMatchObject({
			summary: '41 sync incidents through gateway frankfurt (OFFLINE)',
			severity: 'critical',
			custom_details: { causes: 'failed, access', incidents: 41, ...ends },
		});
		const lines = String(payload!.custom_details.text).split('\n');
		expect(lines).toHaveLength(41);
		expect(lines.at(-1)).toBe('asa-risk failed');
	});

	it('end with the last of them', () => {
		const [, one, two] = eventsOf(
			[item('asa-a'), item('asa-b'), item('asa-c')],
			[item('asa-a', resolve), item('asa-c', resolve)],
			[item('asa-b', resolve)],
		);
		expect(keysOf(one!)).toEqual([]);
		expect(keysOf(two!)).toEqual(resolvesOf('asa-a'));
	});

	it('get worse together', () => {
		const [, raised] = eventsOf(
			[item('asa-a'), item('asa-b')],
			[item('asa-b', raise), item('asa-a', raise)],
		);
		expect(keysOf(raised!)).toEqual(['trigger asa-a-critical']);
		expect(raised![0]!.payload!.custom_details.incidents).toBe(2);
	});

	it('that follow belong to the same page while the gateway is down, for a day', () => {
		const first = [item('asa-a')];
		expect(keysOf(eventsOf(first, [item('asa-b')])[1]!)).toEqual(['trigger asa-a']);
		expect(keysOf(eventsOf(first, [item('asa-b', UP)])[1]!)).toEqual(['trigger asa-b']);
		expect(keysOf(eventsOf([item('asa-a', UP)], [item('asa-b')])[1]!)).toEqual(['trigger asa-b']);
		expect(keysOf(eventsOf(first, [item('asa-b', { gateway_id: 'g2' })])[1]!)).toEqual([
			'trigger asa-b',
		]);
	});

	it('each page of its own again once the last one has recovered', () => {
		const polls = eventsOf([item('asa-a')], [item('asa-a', resolve)], [item('asa-b')]);
		expect(keysOf(polls[2]!)).toEqual(['trigger asa-b']);
	});

	it('delivered again do not page again', () => {
		const [, again] = eventsOf([item('asa-a'), item('asa-b')], [item('asa-b', UP)]);
		expect(keysOf(again!)).toEqual(['trigger asa-a']);
	});

	it('are forgotten after two months, and joined for a day only', () => {
		const row: { pages?: string } = {};
		const run = (item: SyncItem) => keysOf(send([item], row));
		const age = (hours: number) => {
			const pages = JSON.parse(row.pages!) as Record<string, { at: number }>;
			pages['asa-a']!.at -= hours * hourMs;
			row.pages = JSON.stringify(pages);
		};
		run(item('asa-a'));
		age(25);
		expect(run(item('asa-b'))).toEqual(['trigger asa-b']);
		age(60 * 24);
		run(item('asa-c'));
		expect(Object.keys(JSON.parse(row.pages!) as object)).toEqual(['asa-b']);
	});
});

it.each([
	['a trigger', { incident_action: 'trigger' }, true],
	['a resolve', { incident_action: 'resolve', severity: 'info' }, true],
	['a worse update', { incident_action: 'update', severity_raised: true }, true],
	['an update that is not worse', { incident_action: 'update' }, false],
	['a reminder', { event: 'syncStillFailing', incident_action: 'update' }, false],
	['a trigger that is resolved already', { already_resolved: true }, false],
	['the resolve of it', { incident_action: 'resolve', already_resolved: true }, false],
	['an item without an incident', { incident_key: null, incident_action: null }, false],
] as const)('%s pages: %j %s', (_, changes, isSent) => {
	const item = itemOf(changes as Partial<SyncItem>);
	expect(passes(exampleFile, 'Skip Items Without a Page', item)).toBe(isSent);
});
