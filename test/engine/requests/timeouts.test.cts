import type { INodeParameters } from 'n8n-workflow';
import { elapsedMs, speedUpTime } from '../../helpers/fastTime.cts';
import { closeTriggerTeams, startTriggerTeam } from '../triggerTeam.cts';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { byId, runOperation, signIn } from '../runOperation.cts';

/*
 * Time-outs are hard: axios' own counts the time without a byte, so that a body that drips would never end.
 */
let asa: Asa;

afterEach(closeAll);

const drip = { type: 'drip', bytes: 1, everyMilliseconds: 50, endless: true } as const;

/**
 * How long something took, in milliseconds of the node's time, and what came of it. That time runs fast, so that a busy
 * machine seems to take long: what may be expected is much less than a time-out that doesn't work, which takes forever.
 */
async function timed<Result>(run: () => Promise<Result>) {
	const slowDown = speedUpTime();
	const startedAt = elapsedMs();
	const result = await run().finally(slowDown);
	return { result, tookMs: elapsedMs() - startedAt };
}

const create = (options: INodeParameters) =>
	runOperation(asa, 'connection', 'create', {
		name: 'New',
		domain: 'new.example.com',
		gateway: byId(asa.sandbox.getState().gateways[0].id),
		options,
	});

describe.each(dialects)('a body that drips, in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});

	it('does not hold a read longer than Timeout at each of its four attempts', async () => {
		asa.sandbox.setFaults([{ match: { method: 'GET' }, effect: drip }]);
		const { result, tookMs } = await timed(() =>
			runOperation(asa, 'connection', 'getAll', { options: { timeout: 5 } }),
		);
		expect(result.error?.message).toMatch(/^List AD connections: no response from .*: timed out/);
		expect(asa.sandbox.getRequests()).toHaveLength(4);
		// Four times five seconds, and 2.8 to 5.6 s between them.
		expect(tookMs).toBeGreaterThan(20_000);
		expect(tookMs).toBeLessThan(60_000);
	}, 30_000);

	it('does not hold a write longer than Timeout, and it is not repeated', async () => {
		asa.sandbox.setFaults([{ match: { method: 'POST' }, effect: drip }]);
		const { result, tookMs } = await timed(() => create({ timeout: 5 }));
		expect(result.error?.message).toMatch(/^Create an AD connection: no response from .*timed out/);
		expect(result.error?.description).toMatch(/^The request may or may not have been carried out/);
		expect(asa.sandbox.getRequests().filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(tookMs).toBeGreaterThan(4_500);
		expect(tookMs).toBeLessThan(30_000);
	}, 30_000);

	it('does not hold an error longer, either', async () => {
		asa.sandbox.setFaults([
			{ match: { method: 'POST' }, effect: { type: 'status', status: 400 } },
			{ match: { method: 'POST' }, effect: drip },
		]);
		const { result, tookMs } = await timed(() => create({ timeout: 5 }));
		expect(result.error?.message).toMatch(/timed out$/);
		expect(tookMs).toBeGreaterThan(4_500);
		expect(tookMs).toBeLessThan(30_000);
	}, 30_000);

	it('that ends in time is read to its end', async () => {
		const whole = { type: 'drip', bytes: 200, everyMilliseconds: 10 } as const;
		asa.sandbox.setFaults([{ match: { method: 'GET' }, effect: whole }]);
		const { items } = await runOperation(asa, 'connection', 'getAll', { options: { timeout: 5 } });
		expect(items).toHaveLength(2);
	});
});

describe('a poll whose answers drip', () => {
	afterEach(closeTriggerTeams);

	it.each([1, 2])(
		'ends within its budget of %i times 10 s',
		async (factor) => {
			const team = await startTriggerTeam();
			const budgetMs = factor * 10_000;
			const poller = team.engine.poller({
				type: 'asaActiveDirectoryTrigger',
				credentials: [team.credential],
				engine: 'cursors',
				budgetMs,
			});
			await poller.activate();
			team.sandbox.setFaults([{ match: { method: 'GET' }, effect: drip }]);
			const { tookMs } = await timed(() => poller.poll().catch(() => undefined));
			expect(team.requests()).toBeGreaterThan(0);
			expect(tookMs).toBeGreaterThan(budgetMs / 2);
			expect(tookMs).toBeLessThan(budgetMs + 10_000);
		},
		30_000,
	);
});

it('a mint that drips ends after ten seconds', async () => {
	asa = await startAsa();
	asa.sandbox.setFaults([{ match: { endpoint: 'token' }, effect: drip }]);
	const { result, tookMs } = await timed(() => asa.engine.testCredential(asa.credential));
	expect(result.message).toMatch(/^No response from .*: timed out/);
	expect(tookMs).toBeGreaterThan(9_000);
	expect(tookMs).toBeLessThan(30_000);
}, 30_000);

describe('Timeout', () => {
	beforeEach(async () => {
		asa = await startAsa();
		await signIn(asa);
	});

	const slow = { type: 'latency', milliseconds: 300 } as const;

	it.each([3_600, 2_147_484, 1e12, '={{ 1e308 }}', 0, -5, '={{ "soon" }}'])(
		'%j leaves a request its time',
		async (timeout) => {
			asa.sandbox.setFaults([{ match: { method: 'GET' }, effect: slow }]);
			const { items } = await runOperation(asa, 'connection', 'getAll', { options: { timeout } });
			expect(items).toHaveLength(2);
			expect(asa.sandbox.getRequests()).toHaveLength(1);
		},
	);
});

describe('an error text of 60 MB', () => {
	beforeEach(async () => {
		asa = await startAsa();
		await signIn(asa);
	});

	const answers = {
		'as plain text': [{ effect: { type: 'bigBody', status: 500 } }],
		'as the message': [
			{ effect: { type: 'status', status: 500 } },
			{ effect: { type: 'replaceBody', body: { message: 'x'.repeat(60_000_000) } } },
		],
	} as const;

	it.each(Object.keys(answers) as Array<keyof typeof answers>)(
		'%s takes no seconds to be read',
		async (form) => {
			asa.sandbox.setFaults(answers[form].map((rule) => ({ match: { method: 'POST' }, ...rule })));
			const before = process.cpuUsage();
			const { error, stored } = await create({});
			const { user } = process.cpuUsage(before);
			expect(error?.message).toMatch(
				/^Create an AD connection: Okta returned a server error \(500/,
			);
			expect(error?.message.length).toBeLessThan(500);
			expect(stored.length).toBeLessThan(20_000);
			// In microseconds, with what the sandbox takes to write it.
			expect(user).toBeLessThan(3_000_000);
		},
		60_000,
	);
});
