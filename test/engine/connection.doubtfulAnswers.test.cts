import { closeAll, dialects, type Asa } from './asa.cts';
import { byId } from './runOperation.cts';
import { startWithServiceAccount, connectionRuns } from './connectionRuns.cts';

describe.each(dialects)('AD Connection, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startWithServiceAccount(dialect);
	});

	afterEach(closeAll);

	const { run, corporate } = connectionRuns(() => asa);

	describe('a 404 that is not an answer of ASA', () => {
		const remove = () => run({ operation: 'delete', connection: byId(corporate().id) });

		it("of a proxy doesn't count as deleted", async () => {
			asa.sandbox.setFaults([
				{ match: { method: 'DELETE' }, effect: { type: 'html', status: 404 } },
			]);
			expect((await remove()).error?.message).toMatch(/the response is not from ASA/);
		});

		it("on a wrong path correction doesn't either", async () => {
			const path = '/v1/teams/{team}/nowhere/{connection}';
			asa.credential.data.pathCorrections = {
				correction: [{ endpoint: 'deleteConnection', path }],
			};
			expect((await remove()).error?.description).toMatch(/Path Corrections/);
		});
	});

	describe('an answer that is lost', () => {
		it('is reported for a write, which is not repeated', async () => {
			asa.sandbox.setFaults([
				{ match: { method: 'DELETE' }, effect: { type: 'reset', when: 'after' } },
			]);
			const { error } = await run({ operation: 'delete', connection: byId(corporate().id) });
			expect(error?.description).toMatch(/^The request may or may not have been carried out/);
			expect(asa.sent()).toHaveLength(1);
		});

		it('is asked for again if nothing was to be changed', async () => {
			asa.sandbox.setFaults([
				{ match: { method: 'GET' }, effect: { type: 'reset', when: 'middle' }, times: 2 },
			]);
			const { items } = await run({ operation: 'getAll' });
			expect(items).toHaveLength(2);
			expect(asa.sent()).toHaveLength(3);
		});
	});
});
