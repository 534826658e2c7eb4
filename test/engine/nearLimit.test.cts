import { setTimeout as pause } from 'node:timers/promises';
import { closeAll, startAsa, type Asa } from './asa.cts';

const limit = 300;

/** More than the limit allows in an hour. */
const items = limit + 20;

let asa: Asa;

beforeEach(async () => {
	asa = await startAsa({ switches: { rateLimitPerHour: limit } });
});

afterEach(closeAll);

function getOneOften() {
	const [connection] = asa.sandbox.getState().connections;
	return asa.engine.run({
		type: 'asaActiveDirectory',
		items: Array.from({ length: items }, (_, index) => ({ index })),
		parameters: {
			resource: 'connection',
			operation: 'get',
			connection: { __rl: true, mode: 'id', value: connection.id },
		},
		credentials: [asa.credential],
	});
}

/** Waits until this number of requests has come. */
async function untilRequests(count: number): Promise<void> {
	while (asa.sandbox.getRequests().length < count) await pause(10);
}

test('items slow down before the limit is reached, so that it is renewed before 429 comes', async () => {
	const run = getOneOften();
	await untilRequests(limit * 0.95);
	// Time enough for all that is left, were they not slowed down.
	await pause(1_500);
	const before = asa.sandbox.getRequests().length;
	expect(before).toBeLessThan(limit);
	asa.sandbox.advance(3_600);
	const { items: done } = await run;
	expect(done).toHaveLength(items);
	expect(asa.sandbox.getRequests().filter(({ status }) => status === 429)).toEqual([]);
}, 60_000);
