import { closeAll, dialects, startAsa } from '../asa.cts';
import { byId, firstConnection, runOperation, signIn } from '../runOperation.cts';
import { skipWaits } from '../skippedWaits.cts';

/* How long the node waits for a limit or a server that says when it takes requests again. */
afterEach(closeAll);

interface Refusal {
	status: number;
	retryForm?: string;
	retryAfterSeconds?: number;
}

/** Runs with one request that is refused, and returns how long the node waited, in milliseconds. */
async function waited(dialect: (typeof dialects)[number], effect: Refusal, method = 'GET') {
	const asa = await startAsa({ dialect });
	await signIn(asa);
	asa.sandbox.setFaults([
		{ match: { method }, effect: { type: 'status', ...effect } as never, times: 1 },
	]);
	const connection = byId(firstConnection(asa).connection.id);
	const waits = skipWaits();
	const { error } =
		method === 'GET'
			? await runOperation(asa, 'connection', 'get', { connection })
			: await runOperation(asa, 'connection', 'update', {
					connection,
					updateFields: { name: 'Renamed' },
				});
	waits.restore();
	return { error, waitedMs: waits.takeMs() };
}

/** The forms in which a time is given; 0.1 to 3 s are added to it. */
const forms: Refusal[] = [
	{ status: 429, retryForm: 'retryAt' },
	{ status: 429, retryForm: 'retryAtMilliseconds' },
	{ status: 429, retryForm: 'retryAtTwice' },
	{ status: 429, retryForm: 'retryAfterSeconds' },
	{ status: 429, retryForm: 'retryAfterDate' },
	{ status: 429, retryForm: 'resetOnly' },
	{ status: 503, retryForm: 'retryAfterSeconds' },
	{ status: 503, retryForm: 'retryAfterDate' },
];

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	it.each(forms)('the time that is given is waited for, in whatever form: %j', async (form) => {
		const { error, waitedMs } = await waited(dialect, { ...form, retryAfterSeconds: 4 });
		expect(error).toBeUndefined();
		// Without the time a 503 is repeated within a second, a 429 after 5 to 10 s. Dates are whole seconds.
		expect(waitedMs).toBeGreaterThan(3_000);
		expect(waitedMs).toBeLessThan(8_000);
	});

	it('a write waits after 429, and is not repeated after 503', async () => {
		const form = { retryForm: 'retryAfterSeconds', retryAfterSeconds: 2 };
		const limited = await waited(dialect, { status: 429, ...form }, 'PUT');
		expect(limited.error).toBeUndefined();
		expect(limited.waitedMs).toBeGreaterThan(2_000);
		const failed = await waited(dialect, { status: 503, ...form }, 'PUT');
		expect(failed.error?.httpCode).toBe('503');
		expect(failed.waitedMs).toBe(0);
	});

	it('the time that the mint gives is waited for, with 429 and with 503', async () => {
		const mint = async (status: number) => {
			const asa = await startAsa({ dialect });
			const form = { retryForm: 'retryAfterSeconds', retryAfterSeconds: 1 } as const;
			asa.sandbox.setFaults([
				{ match: { endpoint: 'token' }, effect: { type: 'status', status, ...form }, times: 1 },
			]);
			const connection = byId(firstConnection(asa).connection.id);
			const startedAt = performance.now();
			const { error } = await runOperation(asa, 'connection', 'delete', { connection });
			return { status, error, isSo: performance.now() - startedAt > 1_000 };
		};
		const waits = await Promise.all([429, 503].map(mint));
		expect(waits).toEqual([
			{ status: 429, error: undefined, isSo: true },
			{ status: 503, error: undefined, isSo: true },
		]);
	}, 20_000);

	it('a time beyond all numbers is none: 5 to 10 s', async () => {
		const huge = { status: 429, retryForm: 'retryAtHuge', retryAfterSeconds: 2 };
		const { error, waitedMs } = await waited(dialect, huge);
		expect(error).toBeUndefined();
		expect(waitedMs).toBeGreaterThanOrEqual(5_000);
		expect(waitedMs).toBeLessThan(10_000);
	});

	it('a wait of more than a minute fails at once and says how long', async () => {
		const long = { status: 429, retryForm: 'retryAfterSeconds', retryAfterSeconds: 90 };
		const { error, waitedMs } = await waited(dialect, long);
		expect(error?.httpCode).toBe('429');
		expect(error?.description).toContain('accepts the next in 90 s');
		expect(waitedMs).toBe(0);
	});
});
