import { closeAll, startAsa, type Asa } from './asa.cts';
import { byName, firstConnection, jobsOf, outputs, signIn, takeSent } from './runOperation.cts';
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

	const { job, run } = firstJob(() => asa, resource, jobs);

	describe('delete', () => {
		it('deletes by name', async () => {
			const { id, settings } = job();
			const { items } = await run('delete', { job: byName(settings.name) });
			expect(outputs({ items })).toEqual([{ deleted: true }]);
			expect(takeSent(asa)).toEqual([
				[`GET /${connection}/${jobs}`],
				[`DELETE /${connection}/${jobs}/${id}`],
			]);
			expect(jobsOf(asa, resource, firstConnection(asa).connection)).not.toContainEqual(
				expect.objectContaining({ id }),
			);
		});

		it('looks names up again after a look that failed', async () => {
			asa.sandbox.setFaults([
				{
					match: { endpoint: resource === 'serverSyncJob' ? 6 : 16 },
					effect: { type: 'status', status: 400 },
					times: 1,
				},
			]);
			const { items } = await run(
				'delete',
				{ job: byName(job().settings.name) },
				{ items: [{}, {}], continueOnFail: true },
			);
			expect(items[0].json.error).toContain('400');
			expect(items[1].json).toEqual({ deleted: true });
		});

		it('looks names up again after each write', async () => {
			const { name } = job().settings;
			const { items } = await run(
				'delete',
				{ job: byName(name) },
				{ items: [{}, {}], continueOnFail: true },
			);
			expect(items[0].json).toEqual({ deleted: true });
			expect(items[1].json.error).toContain(`'Job' is "${name}"`);
			expect(items[1].pairedItem).toEqual({ item: 1 });
		});
	});
});
