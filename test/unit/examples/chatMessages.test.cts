import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items';
import { exampleOf, nodeOf } from '../../helpers/examples/example.cts';
import { parametersFor, passes, runCode, sampleItems } from './evaluate.cts';

const exampleFile = 'alert-on-failed-sync.json';
const otherFiles = ['alert-in-mattermost.json', 'alert-in-slack.json', 'teams-alerts.json'];

const samples = sampleItems();

/** An item as the trigger outputs it; by default a failed sync. */
function itemOf(changes: Partial<SyncItem>): SyncItem {
	const sample = samples.find(({ event }) => event === (changes.event ?? 'syncFailed'))!;
	const made = { is_sample: false, title: 'Title', text: 'Title.\nText.', gateway_id: null };
	return { ...sample, ...made, access_ends_at: null, causes: null, ...changes };
}

/** The lines of each message for the items of a poll. */
function messagesFor(...items: object[]): string[][] {
	return runCode(exampleFile, 'Write the Messages', items).map(({ text }) =>
		String(text).split('\n'),
	);
}

const linesFor = (changes: Partial<SyncItem>) => messagesFor(itemOf(changes))[0]!;

const endsAt = '2030-01-02T03:04:05Z';
const gateway = { gateway_id: 'g1', gateway_name: 'frankfurt', gateway_status: 'OFFLINE' };
const endItem = { event: 'syncRecovered', incident_action: 'resolve', severity: 'info' } as const;

it('is the same code for every chat', () => {
	const codeOf = (file: string) => nodeOf(exampleOf(file), 'Write the Messages').parameters.jsCode;
	for (const file of otherFiles) expect(codeOf(file)).toBe(codeOf(exampleFile));
});

describe('the message of one incident', () => {
	it.each([
		['accessAtRisk', '🔥 Access at risk, severity critical'],
		['connectionUnreadable', '🔌 Connection unreadable, severity error'],
		['serversAtRisk', '🔥 Servers at risk, severity critical'],
		['syncFailed', '🚨 Sync failed, severity error'],
		['syncOverdue', '⏰ Sync overdue, severity error'],
		['syncRunningLong', '⏳ Sync running too long, severity warning'],
		['syncStillFailing', '🔁 Still failing, severity error'],
		['syncStopped', '⏸️ Sync stopped, severity warning'],
	] as const)('names %s and its severity', (event, heading) => {
		expect(linesFor({ event })).toEqual([heading, 'Title.', 'Text.']);
	});

	it('says until when access lasts', () => {
		const soon = new Date(Date.now() + 11.5 * 3_600_000).toISOString();
		const time = soon.slice(0, 16).replace('T', ' ');
		expect(linesFor({ access_ends_at: soon })[1]).toBe(`Access until ${time} UTC (in 11 h 30 min)`);
		const later = new Date(Date.now() + 95.5 * 3_600_000).toISOString();
		expect(linesFor({ access_ends_at: later })[1]).toMatch(/\(in 3 d 23 h\)$/);
		expect(linesFor({ access_ends_at: '2020-01-02T03:04:05Z' })[1]).toMatch(
			/^Access until 2020-01-02 03:04 UTC \(\d+ years ago\)$/,
		);
	});

	it('says the causes and the gateway, as far as they are known', () => {
		const causes: SyncItem['causes'] = ['access', 'failed', 'stopped'];
		const all = linesFor({ causes, ...gateway });
		expect(all.slice(1, 3)).toEqual([
			'Cause: access at risk, failed runs, stopped',
			'Gateway "frankfurt" is OFFLINE',
		]);
		const unknown = { gateway_id: 'g1', gateway_name: null, gateway_status: null };
		expect(linesFor({ causes: null, ...unknown })[1]).toBe('Gateway g1');
	});

	it.each([
		['success', '✅ Recovered'],
		[null, '✅ Recovered'],
		['deleted', '⚪ Closed without a success'],
		['replaced', '⚪ Closed without a success'],
		['schedule_changed', '⚪ Closed without a success'],
		['unwatched', '⚪ Closed without a success'],
	] as const)('reports a closing by %s', (closed_by, heading) => {
		expect(linesFor({ ...endItem, closed_by, causes: ['overdue'] }).slice(0, 2)).toEqual([
			heading,
			'Cause of the incident: overdue',
		]);
		const lines = linesFor({ ...endItem, closed_by, access_ends_at: endsAt });
		expect(lines.some((line) => line.startsWith('Access until'))).toBe(closed_by !== 'success');
	});

	it('names each sample as one, with a heading', () => {
		const reported = samples.filter(({ event }) => event !== 'newResult');
		const messages = messagesFor(...reported.map((sample) => ({ ...sample, ...gateway })));
		expect(messages).toHaveLength(reported.length);
		for (const [heading, ...lines] of messages) {
			expect(heading).toMatch(/^\S+ [A-Z][a-z ]+(, severity \w+)? \(sample\)$/);
			expect(lines.join('\n')).toContain('Sample: ');
		}
	});
});

describe('items of one poll that share a gateway', () => {
	const failed = (title: string, changes: Partial<SyncItem> = {}) =>
		itemOf({ ...gateway, title, ...changes });

	it('are one message, worst first, with the earliest end of access', () => {
		const risk = { event: 'accessAtRisk', severity: 'critical', access_ends_at: endsAt } as const;
		const later = { access_ends_at: '2030-02-01T00:00:00Z', summary: 'no route' };
		const [message, ...others] = messagesFor(
			failed('A failed', later),
			failed('B is at risk', { ...risk, summary: 'timed out' }),
			failed('C failed', { summary: null }),
		);
		expect(others).toEqual([]);
		expect(message).toEqual([
			'🔥 Access at risk: 1, 🚨 Sync failed: 2, severity critical',
			expect.stringMatching(/^Access until 2030-01-02 03:04 UTC \(in \d+ d \d+ h\)$/),
			'Gateway "frankfurt" is OFFLINE, 3 incidents:',
			'• B is at risk: timed out',
			'• A failed: no route',
			'• C failed',
		]);
	});

	it('are listed up to twenty, and counted', () => {
		const items = Array.from({ length: 40 }, (_, index) => failed(`Job ${index} failed`));
		const messages = messagesFor(...items);
		expect(messages).toHaveLength(1);
		expect(messages[0]!.filter((line) => line.startsWith('•'))).toHaveLength(20);
		expect(messages[0]!.at(-1)).toBe('and 20 more');
	});

	it('that recover are another message', () => {
		const end = { ...endItem, ...gateway, closed_by: 'success', summary: 'ok' } as const;
		const messages = messagesFor(
			failed('A failed'),
			itemOf({ ...end, title: 'B has recovered' }),
			failed('C failed'),
			itemOf({ ...end, title: 'D was deleted', closed_by: 'deleted' }),
		);
		expect(messages.map(([heading]) => heading)).toEqual([
			'🚨 Sync failed: 2, severity error',
			'✅ Recovered: 1, ⚪ Closed without a success: 1',
		]);
		expect(messages[1]!.slice(-2)).toEqual(['• B has recovered', '• D was deleted']);
	});

	it('stay apart from those of another gateway, and of none', () => {
		const messages = messagesFor(
			failed('A'),
			failed('B', { gateway_id: 'g2' }),
			failed('C', { gateway_id: null }),
			failed('D', { gateway_id: null }),
		);
		expect(messages).toHaveLength(4);
	});
});

describe('names are text', () => {
	const hostile = '<!channel> & @all [x](http://y) *b* "q"';

	it.each([
		['alert-in-slack.json', 'Post to Channel', 'text'],
		['alert-in-mattermost.json', 'Post to Channel', 'message'],
		['alert-on-failed-sync.json', 'Send to Chat', 'bodyParameters'],
		['teams-alerts.json', 'Post to Channel', 'message'],
	])('in %s', (file, name, parameter) => {
		const shown: Record<string, unknown> = {
			'alert-in-slack.json': '&lt;!channel&gt; &amp; @all [x](http://y) *b* "q"',
			'alert-in-mattermost.json': '\\<!channel\\> & @\u200ball \\[x\\](http://y) \\*b\\* "q"',
			'alert-on-failed-sync.json': {
				parameters: [
					{ name: 'text', value: '<\u200b!channel> & @\u200ball [x]\u200b(http://y) *b* "q"' },
				],
			},
			'teams-alerts.json': '&lt;!channel&gt; &amp; @all [x](http://y) *b* &quot;q&quot;<br>2',
		};
		const text = file === 'teams-alerts.json' ? `${hostile}\n2` : hostile;
		expect(parametersFor(file, name, [{ text }])[parameter]).toEqual(shown[file]);
	});
});

it.each([exampleFile, ...otherFiles])('%s skips what began and ended between two polls', (file) => {
	expect(passes(file, 'Skip Resolved Pairs', itemOf({ already_resolved: false }))).toBe(true);
	expect(passes(file, 'Skip Resolved Pairs', itemOf({ already_resolved: true }))).toBe(false);
});
