import { closeTriggerTeams } from '../triggerTeam.cts';
import { hour, minute, startScenario, ways } from './scenario.cts';
import { stateOf } from './storedState.cts';

afterEach(closeTriggerTeams);

describe.each(ways)('polled in the %s way, polls that overlap', (way) => {
	const times = way === 'classic' ? 'once' : 'once or, a known limit, in each of them';

	test(`deliver each result ${times}, and not again`, async () => {
		const s = await startScenario({ way, userJobs: 2, events: ['newResult'] });
		s.pass(2 * hour);
		const polls = await Promise.all([s.poller.poll(), s.poller.poll(), s.poller.poll()]);
		const ids = polls.flatMap((items) => (items ?? []).map(({ json }) => json.result_id));
		expect(new Set(ids).size).toBe(6);
		if (way === 'classic') expect(ids).toHaveLength(6);
		expect(await s.polls(2)).toEqual([]);
	});

	test('never undo what a newer one has stored', async () => {
		const s = await startScenario({ way, events: ['syncFailed', 'newResult'] });
		s.plan('fail');
		s.passRun();
		// The older poll is held up after its first request; meanwhile time goes on and another poll overtakes it.
		s.sandbox.addFault({
			match: { path: 'task_settings' },
			effect: { type: 'latency', milliseconds: 500 },
			times: 1,
		});
		s.sandbox.clearRequests();
		const slow = s.poller.poll();
		while (s.sandbox.getRequests().length < 2) await new Promise((done) => setTimeout(done, 5));
		s.pass(minute);
		const fast = await s.poll(0);
		expect(fast.map((line) => line.split(' ')[0])).toEqual(['newResult', 'trigger']);
		const state = stateOf(s);
		const late = await slow;
		if (way === 'classic') {
			expect(late).toBeNull();
			expect(stateOf(s)).toEqual(state);
		}
		// Two polls at the same time may both deliver in the durable ways, but nothing comes a third time.
		expect(await s.polls(2)).toEqual([]);
	});
});
