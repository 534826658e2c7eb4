import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items';
import { fieldsFor, parametersFor, passes, sampleItems } from './evaluate.cts';

const FILES = ['alert-on-failed-sync.json', 'alert-in-mattermost.json', 'alert-in-slack.json'];

const samples = sampleItems();

/** An item as the trigger outputs it; by default a failed sync. */
function itemOf(changes: Partial<SyncItem>): SyncItem {
	const sample = samples.find(({ event }) => event === (changes.event ?? 'syncFailed'))!;
	return { ...sample, is_sample: false, title: 'Title', text: 'Title.\nText.', ...changes };
}

const ENDS_AT = '2030-01-02T03:04:05Z';

describe.each(FILES)('%s', (file) => {
	/** The lines of the message for an item. */
	function linesFor(item: object): string[] {
		return String(fieldsFor(file, 'Write the Message', [item]).text).split('\n');
	}

	it.each([
		['accessAtRisk', '🔥 Access at risk, severity critical'],
		['connectionUnreadable', '🔌 Connection unreadable, severity error'],
		['syncFailed', '🚨 Sync failed, severity error'],
		['syncOverdue', '⏰ Sync overdue, severity error'],
		['syncRunningLong', '⏳ Sync running too long, severity warning'],
		['syncStillFailing', '🔁 Still failing, severity error'],
		['syncStopped', '⏸️ Sync stopped, severity warning'],
	] as const)('names %s and its severity', (event, heading) => {
		expect(linesFor(itemOf({ event, access_ends_at: null }))).toEqual([heading, 'Title.', 'Text.']);
	});

	it('says until when access lasts', () => {
		const soon = new Date(Date.now() + 11.5 * 3_600_000).toISOString();
		const [, line] = linesFor(itemOf({ access_ends_at: soon }));
		const time = soon.slice(0, 16).replace('T', ' ');
		expect(line).toBe(`Access until ${time} UTC (in 11 hours)`);
		const [, over] = linesFor(itemOf({ access_ends_at: '2020-01-02T03:04:05Z' }));
		expect(over).toMatch(/^Access until 2020-01-02 03:04 UTC \(\d+ years ago\)$/);
	});

	it.each([
		['success', '✅ Recovered'],
		[null, '✅ Recovered'],
		['deleted', '⚪ Closed without a success'],
		['replaced', '⚪ Closed without a success'],
		['schedule_changed', '⚪ Closed without a success'],
		['unwatched', '⚪ Closed without a success'],
	] as const)('tells a closing by %s', (closed_by, heading) => {
		const changes = {
			event: 'syncRecovered',
			incident_action: 'resolve',
			severity: 'info',
		} as const;
		const item = itemOf({ ...changes, closed_by, access_ends_at: null });
		expect(linesFor(item)[0]).toBe(heading);
		const lines = linesFor({ ...item, access_ends_at: ENDS_AT });
		expect(lines.some((line) => line.startsWith('Access until'))).toBe(closed_by !== 'success');
	});

	it('names each sample as one, with a heading', () => {
		for (const sample of samples) {
			if (sample.event === 'newResult') continue;
			const [heading, ...lines] = linesFor(sample);
			expect(heading).toMatch(/^\S+ [A-Z][a-z ]+(, severity \w+)? \(sample\)$/);
			expect(lines.join('\n')).toContain('Sample: ');
		}
	});

	it('skips what began and ended between two polls', () => {
		expect(passes(file, 'Skip Resolved Pairs', itemOf({ already_resolved: false }))).toBe(true);
		expect(passes(file, 'Skip Resolved Pairs', itemOf({ already_resolved: true }))).toBe(false);
	});
});

it('Slack takes none of a message as markup', () => {
	const { text } = parametersFor('alert-in-slack.json', 'Tell the Channel', [
		{ text: '<a> & <b>' },
	]);
	expect(text).toBe('&lt;a&gt; &amp; &lt;b&gt;');
});
