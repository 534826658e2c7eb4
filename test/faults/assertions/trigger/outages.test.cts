import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { Poll } from '../../runs/triggerRun.cts';
import {
	unreadable,
	readable,
	unreadableTeam,
	readableTeam,
	always,
	poll,
	connectionUnread,
	teamUnread,
	evidenceOf,
	good,
	findingsOf,
} from './sampleTrigger.cts';

describe('an outage', () => {
	const outages = {
		connection: [connectionUnread, unreadable, readable],
		team: [teamUnread, unreadableTeam, readableTeam],
	} as const;

	describe.each(['connection', 'team'] as const)('of a %s', (who) => {
		const [unread, begins, ends] = outages[who];
		const bad = (...items: SyncItem[]) => poll(items, unread);
		const end = poll([ends]);

		it.each<[string, Poll[]]>([
			['reported at the second poll', [bad(), bad(begins), bad(), end]],
			['not reported after one poll', [bad()]],
			['not reported across a good one', [bad(), poll(), bad()]],
		])('is right if it is %s', (_, polls) => {
			expect(findingsOf(evidenceOf(good, ...polls))).toEqual([]);
		});

		it.each<[string, Poll[], string]>([
			['not reported', [bad(), bad()], 'not reported'],
			['reported at the first poll', [bad(begins), end], 'reported too early'],
			['reported across a good one', [bad(), poll(), bad(begins), end], 'reported too early'],
			[
				'reported within ten minutes',
				[{ ...bad(), at: 60_000 }, { ...bad(begins), at: 120_000 }, end],
				'reported too early',
			],
			[
				'resolved while it lasts',
				[bad(), bad(begins), bad(ends), bad(begins), end],
				'resolved while it lasts',
			],
			['not resolved', [bad(), bad(begins)], 'not resolved'],
		])('is wrong if it is %s', (_, polls, expected) => {
			expect(findingsOf(evidenceOf(good, ...polls))).toContainEqual(
				expect.stringContaining(expected),
			);
		});
	});

	it('of a connection is counted from the start again after an outage of the team', () => {
		const connectionBad = (...items: SyncItem[]) => poll(items, connectionUnread);
		const teamBad = (...items: SyncItem[]) => poll(items, teamUnread);
		const begins = [connectionBad(), teamBad(), teamBad(unreadableTeam)];
		const again = [connectionBad(readableTeam), connectionBad(unreadable), poll([readable])];
		expect(findingsOf(evidenceOf(good, ...begins, ...again))).toEqual([]);
		const early = [connectionBad(readableTeam, unreadable), poll([readable])];
		expect(findingsOf(evidenceOf(good, ...begins, ...early))).toHaveLength(1);
	});

	describe('that has no chosen event', () => {
		const withoutEvents = (...polls: Poll[]) => ({
			...evidenceOf(good, ...polls),
			case: { ...always, reportsOutages: false },
		});
		const bad = (...errors: unknown[]) => poll([], { ...teamUnread, errors });

		it.each<[string, Poll[]]>([
			['an error is shown once', [bad(), bad('why'), bad()]],
			['it is that of a connection', [1, 2, 3].map(() => poll([], connectionUnread))],
		])('is right if %s', (_, polls) => {
			expect(findingsOf(withoutEvents(...polls))).toEqual([]);
		});

		it.each<[string, Poll[], string]>([
			['no error is shown', [bad(), bad()], 'no error'],
			['an error is shown at once', [bad('why')], 'too early'],
			['an error is shown again', [bad(), bad('why'), bad('why')], 'more than once'],
			[
				'it is reported nevertheless',
				[bad(), poll([unreadableTeam], teamUnread), poll([readableTeam])],
				"isn't chosen",
			],
		])('is wrong if %s', (_, polls, expected) => {
			expect(findingsOf(withoutEvents(...polls))).toContainEqual(expect.stringContaining(expected));
		});
	});
});
