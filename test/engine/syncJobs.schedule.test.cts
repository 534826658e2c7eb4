import { closeAll, startAsa, type Asa } from './asa.cts';
import { firstConnection, outputs, signIn, takeSent } from './runOperation.cts';
import { cases, firstJob } from './firstJob.cts';

describe.each(cases)('%s (%s, %s) in the dialect of the %s', (resource, jobs, _, dialect) => {
	let asa: Asa;
	let connection: string;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		connection = firstConnection(asa).connection.id;
		await signIn(asa);
	});
	afterEach(closeAll);

	const { job, run, path } = firstJob(() => asa, resource, jobs);

	describe('update schedule', () => {
		it('sends frequency and hour, 0 too', async () => {
			const { id } = job();
			const { items } = await run('updateSchedule', { frequency: 24, startHourUtc: 0 });
			expect(outputs({ items })).toEqual([
				{ id, connection_id: connection, frequency: 24, start_hour_utc: 0 },
			]);
			expect(takeSent(asa)).toEqual([
				[`POST ${path()}/schedule`, { body: { frequency: 24, start_hour_utc: 0 } }],
			]);
			expect(job().settings).toMatchObject({ frequency: 24, start_hour_utc: 0 });
		});

		it('leaves the hour out if it means nothing', async () => {
			await run('updateSchedule', { frequency: 6, startHourUtc: 5 });
			expect(takeSent(asa)).toEqual([[`POST ${path()}/schedule`, { body: { frequency: 6 } }]]);
		});

		it.each([
			['frequency', { frequency: '={{ 5 }}' }, /^'Frequency' must be 1, 6, 12 or 24, got 5/],
			[
				'hour',
				{ frequency: 24, startHourUtc: 24 },
				/^'Start Hour \(UTC\)' must be a whole number from 0 to 23, got 24/,
			],
			[
				'hour',
				{ frequency: 24, startHourUtc: 1.5 },
				/^'Start Hour \(UTC\)' must be a whole number from 0 to 23, got 1.5/,
			],
		])('refuses a wrong %s before anything is sent', async (_, parameters, message) => {
			const { error } = await run('updateSchedule', parameters);
			expect(error?.message).toMatch(message);
			expect(takeSent(asa)).toEqual([]);
		});
	});
});
