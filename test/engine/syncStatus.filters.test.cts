import type { INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, type Asa } from './asa.cts';
import { startIdle, statusRuns } from './statusRuns.cts';

describe.each(dialects)('Sync Status, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startIdle(dialect);
	});

	afterEach(closeAll);

	const { run, getMany, connections, endRuns } = statusRuns(() => asa);

	it('keeps to the limit, worst first, and drops fields with Simplify', async () => {
		endRuns('Contractors', 'fail');
		const statuses = await getMany({ returnAll: false, limit: 1, simplify: true });
		expect(statuses).toEqual([expect.objectContaining({ job_name: 'Contractors' })]);
		expect(statuses[0]).not.toHaveProperty('causes');
	});

	it('filters by connection, also by a choice from the list, and reads no other', async () => {
		const [{ id, name }, other] = connections();
		for (const chosen of [[JSON.stringify({ id, name })], [id], name, [name]]) {
			asa.sent();
			const statuses = await getMany({ filters: { connections: chosen as string[] } });
			expect(statuses.map(({ connection_id }) => connection_id)).toEqual([id, id, id]);
			expect(asa.sent().filter((line) => line.includes(other.id))).toEqual([]);
		}
	});

	it('filters by kind of job, and asks for no other', async () => {
		const statuses = await getMany({ filters: { jobKinds: ['serverSyncJob'] } });
		expect(statuses.map(({ job_kind }) => job_kind)).toEqual(['serverSyncJob', 'serverSyncJob']);
		expect(asa.sent()).toHaveLength(1 + connections().length);
		expect(await getMany({ filters: { jobKinds: [] } })).toHaveLength(6);
	});

	it('filters by what needs attention, before the limit', async () => {
		const filters = { needsAttention: true };
		expect(await getMany({ filters })).toEqual([]);
		endRuns('Employees', 'fail');
		const limited = await getMany({ filters, returnAll: false, limit: 5 });
		expect(limited.map(({ job_name }) => job_name)).toEqual(['Employees']);
		expect(await getMany({ filters: { needsAttention: false } })).toHaveLength(6);
	});

	it.each([
		['connections', [{ other: 1 }], "'Connection Names or IDs' has an invalid entry"],
		['jobKinds', ['groupSyncJob'], `'Job Kinds' has the invalid value "groupSyncJob"`],
		['needsAttention', 'perhaps', 'Needs Attention Only'],
	])('refuses a wrong filter %s before anything is sent', async (name, value, message) => {
		const { error } = await run({ filters: { [name]: value } as INodeParameters });
		expect(error?.message).toContain(message);
		expect(asa.sent()).toEqual([]);
	});
});
