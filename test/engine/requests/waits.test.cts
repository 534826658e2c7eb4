import { closeAll, dialects, startAsa } from '../asa.cts';
import { byId, firstConnection, runOperation, signIn } from '../runOperation.cts';

/* How long the node waits for a limit or a server that says when it takes requests again. */
afterEach(closeAll);

interface Refusal {
	status: number;
	retryForm?: string;
	retryAfterSeconds?: number;
}

/** Runs with one request that is refused, and tells how long that took, in milliseconds. */
async function waited(dialect: (typeof dialects)[number], effect: Refusal, method = 'GET') {
	const asa = await startAsa({ dialect });
	await signIn(asa);
	asa.sandbox.setFaults([
		{ match: { method }, effect: { type: 'status', ...effect } as never, times: 1 },
	]);
	const connection = byId(firstConnection(asa).connection.id);
	const startedAt = performance.now();
	const { error } =
		method === 'GET'
			? await runOperation(asa, 'connection', 'get', { connection })
			: await runOperation(asa, 'connection', 'update', {
					connection,
					updateFields: { name: 'Renamed' },
				});
	return { error, tookMs: performance.now() - startedAt };
}

/** The forms in which a time is told; 0.1 to 3 s are added to it. */
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
	it('the time that is told is waited for, in whatever form', async () => {
		const waits = await Promise.all(
			forms.map(async (form) => {
				const { error, tookMs } = await waited(dialect, { ...form, retryAfterSeconds: 4 });
				// Without the time a 503 is repeated within a second, a 429 after 5 to 10 s. Dates are whole seconds.
				const isSo = tookMs > 3_000 && tookMs < 8_500;
				return { ...form, error, isSo };
			}),
		);
		expect(waits).toEqual(forms.map((form) => ({ ...form, error: undefined, isSo: true })));
	}, 20_000);

	it('a write waits after 429, and is not repeated after 503', async () => {
		const form = { retryForm: 'retryAfterSeconds', retryAfterSeconds: 2 };
		const [limited, failed] = await Promise.all([
			waited(dialect, { status: 429, ...form }, 'PUT'),
			waited(dialect, { status: 503, ...form }, 'PUT'),
		]);
		expect(limited.error).toBeUndefined();
		expect(limited.tookMs).toBeGreaterThan(2_000);
		expect(failed.error?.httpCode).toBe('503');
		expect(failed.tookMs).toBeLessThan(2_000);
	}, 20_000);

	it('a time beyond all numbers is none: 5 to 10 s', async () => {
		const huge = { status: 429, retryForm: 'retryAtHuge', retryAfterSeconds: 2 };
		const { error, tookMs } = await waited(dialect, huge);
		expect(error).toBeUndefined();
		expect(tookMs).toBeGreaterThan(5_000);
		expect(tookMs).toBeLessThan(12_000);
	}, 20_000);

	it('a wait of more than a minute fails at once and says how long', async () => {
		const long = { status: 429, retryForm: 'retryAfterSeconds', retryAfterSeconds: 90 };
		const { error, tookMs } = await waited(dialect, long);
		expect(error?.httpCode).toBe('429');
		expect(error?.description).toContain('accepts the next in 90 s');
		expect(tookMs).toBeLessThan(2_000);
	});
});
