import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { openClient } from '../../../../../../nodes/AsaActiveDirectory/asa/client';
import { Item, Parameters } from '../../../../../../nodes/AsaActiveDirectory/operation/item';
import { RunCache } from '../../../../../../nodes/AsaActiveDirectory/operation/runCache';
import { getSyncStatus } from '../../../../../../nodes/AsaActiveDirectory/resources/syncStatus/getAll';
import { fakeTeam, failureOf, type FakeResponse } from '../../asa/support.cts';
import { serverResult } from '../../monitor/team.cts';
import { iso, at } from '../../monitor/times.cts';

const date = new Date(iso('07:00')).toUTCString();
const jobs = '/c1/task_settings';
const users = '/c1/user_sync_task_settings';

const job = (name: string, state: string) => ({
	...{ id: name, name, is_active: true, frequency: 1 },
	recent_task_result: serverResult(`r-${name}`, at('06:30'), { task_state: state }),
});

const refused: FakeResponse = { status: 403, body: { message: 'No' } };

/** The names of the jobs, or what stands in their place, that the operation returns from a pretended team. */
async function statuses(filters: IDataObject, answers: Record<string, FakeResponse> = {}) {
	const lists: Record<string, unknown[]> = {
		'': [{ id: 'c1', name: 'Corp' }],
		[jobs]: [job('good', 'done'), job('bad', 'error')],
	};
	const team = fakeTeam(({ url }) => {
		const path = new URL(url).pathname.replace('/v1/teams/acme/integrations/ad_connections', '');
		return { body: { list: lists[path] ?? [] }, headers: { date }, ...answers[path] };
	});
	const parameters: IDataObject = { returnAll: true, simplify: true, filters };
	const context = Object.assign(team.context, {
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
	}) as unknown as IExecuteFunctions;
	const client = await openClient(context);
	const run = { context, parameters: new Parameters(context), client, cache: new RunCache() };
	const task = await getSyncStatus.read(new Item(run, 0));
	const found = (await task.run()) as IDataObject[];
	return found.map(({ job_name, read_error }) => job_name ?? `unread: ${String(read_error)}`);
}

it.each<[string, IDataObject, string[]]>([
	['all jobs, worst first', {}, ['bad', 'good']],
	['those that need attention', { needsAttention: true }, ['bad']],
	['all jobs if the filter is off', { needsAttention: false }, ['bad', 'good']],
])('returns %s', async (_, filters, names) => {
	expect(await statuses(filters)).toEqual(names);
});

it('returns what can be read, and why the rest cannot', async () => {
	const [unread, ...others] = await statuses({}, { [users]: refused });
	expect(unread).toMatch(/^unread: .*403/);
	expect(others).toEqual(['bad', 'good']);
});

it.each<[string, Record<string, FakeResponse>]>([
	['connections', { '': refused }],
	['jobs', { [jobs]: refused, [users]: refused }],
])('fails if no list of %s can be read', async (_, answers) => {
	expect((await failureOf(statuses({}, answers))).message).toMatch(/403/);
});
