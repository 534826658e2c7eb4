import { optionDefaults } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { poll } from '../../../../../nodes/AsaActiveDirectory/trigger/poll';
import { takeSnapshot } from '../../../../../nodes/AsaActiveDirectory/trigger/snapshot';
import { settings } from '../monitor/settings.cts';
import { pollContext } from './pollContext.cts';

/** Source: docs/decisions.md, "What the durable scheduler keeps". */
it.each([
	['no budget, as in n8n 2.8', undefined, null],
	['the budget outside the durable scheduler', 300_000, null],
	['the usual budget of the durable scheduler', 36_000, [[]]],
	['a long one, from N8N_SCHEDULER_POLL_TIMEOUT', 900_000, [[]]],
])('with %s, a poll without items returns what saves its state', async (_, budgetMs, expected) => {
	// A first poll of a team without connections: there is nothing to report, and its state is new.
	const context = pollContext(() => ({ body: { list: [] } }), {}, budgetMs);
	expect(await poll(context, takeSnapshot)).toEqual(expected);
});

it.each([
	[8_900, 3],
	[9_100, 1],
])('of a budget of 10 s, %i ms after its start %i requests were sent', async (afterMs, count) => {
	let sent = 0;
	const now = Date.now();
	const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
	const api = () => {
		sent++;
		clock.mockReturnValue(now + afterMs);
		return { body: { list: sent === 1 ? [{ id: 'c1', name: 'Corp' }] : [] } };
	};
	await takeSnapshot(pollContext(api, {}, 10_000), undefined, settings(optionDefaults));
	clock.mockRestore();
	expect(sent).toBe(count);
});
