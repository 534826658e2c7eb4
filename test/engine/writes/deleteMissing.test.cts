import type { INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { requestOf } from '../jobRequest.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';
import {
	byId,
	byName,
	firstConnection,
	jobsOf,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from '../runOperation.cts';

/*
 * "deleted" must be true. Every update gives a job a new ID, so that a job whose old ID is unknown may still run: what
 * is missing is an error unless Ignore Missing is on.
 */
const kinds = [
	['serverSyncJob', 'task_settings'],
	['userSyncJob', 'user_sync_task_settings'],
] as const;

const cases = dialects.flatMap((dialect) => kinds.map((kind) => [...kind, dialect] as const));

const ignored = { options: { ignoreMissing: true } };
const missing = { deleted: true, was_missing: true };

describe.each(cases)('%s (%s) in the dialect of the %s', (resource, jobs, dialect) => {
	let asa: Asa;
	let connection: string;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		connection = firstConnection(asa).connection.id;
		await signIn(asa);
	});
	afterEach(closeAll);

	const job = () => jobsOf(asa, resource, firstConnection(asa).connection)[0];
	const names = () =>
		jobsOf(asa, resource, firstConnection(asa).connection).map(({ settings }) => settings.name);
	const run = (parameters: INodeParameters) =>
		runOperation(asa, resource, 'delete', { connection: byId(connection), ...parameters });
	const path = () => `/${connection}/${jobs}`;
	const update = async (id: string) =>
		await clientOf(asa.sandbox).put(
			`/integrations/ad_connections${path()}/${id}`,
			requestOf(job()),
		);

	it('a stale ID is not reported as deleted while the job runs on', async () => {
		const { id, settings } = job();
		await update(id);
		takeSent(asa);
		const { items, error } = await run({ job: byId(id) });
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			httpCode: '404',
			message: expect.stringMatching(/not found/),
			description: expect.stringMatching(/updated under a new ID/),
		});
		expect(names()).toContain(settings.name);
		expect(takeSent(asa)[0]).toEqual([`DELETE ${path()}/${id}`]);
	});

	it('with Ignore Missing a stale ID says that nothing was there', async () => {
		const { id, settings } = job();
		await update(id);
		takeSent(asa);
		expect(outputs(await run({ job: byId(id), ...ignored }))).toEqual([missing]);
		expect(takeSent(asa)).toEqual([[`DELETE ${path()}/${id}`], [`GET /${connection}`]]);
		expect(names()).toContain(settings.name);
	});

	it.each([[{}], [ignored]])(
		'what an update renews meanwhile is deleted by its name (%j)',
		async (options) => {
			const { id, settings } = job();
			const slow = { type: 'latency', milliseconds: 300 } as const;
			asa.sandbox.setFaults([{ match: { method: 'DELETE' }, effect: slow, times: 1 }]);
			const running = run({ job: byName(settings.name), ...options });
			const isUnderWay = () => asa.sandbox.getRequests().some(({ method }) => method === 'DELETE');
			while (!isUnderWay()) await new Promise((resolve) => setTimeout(resolve, 5));
			expect((await update(id)).status).toBe(dialect === 'client' ? 204 : 200);
			expect(outputs(await running)).toEqual([{ deleted: true }]);
			expect(names()).not.toContain(settings.name);
		},
	);

	it('a name that no job has is an error, with Ignore Missing it was missing', async () => {
		const { error } = await run({ job: byName('gone') });
		expect(error?.message).toMatch(/^'Job' is "gone", but the connection has no .* sync job/);
		expect(takeSent(asa)).toEqual([[`GET ${path()}`]]);
		expect(outputs(await run({ job: byName('gone'), ...ignored }))).toEqual([missing]);
	});

	it.each([
		['an ID', byId('gone')],
		['a name', byName('gone')],
	])('%s in a connection that is not there is an error in any case', async (_, gone) => {
		const parameters = { connection: byId('slip'), job: gone };
		expect((await run(parameters)).error?.message).toContain('not found');
		expect((await run({ ...parameters, ...ignored })).error?.message).toBe(
			`'Connection' is "slip", but the team has no AD connection with this ID`,
		);
	});

	it.each([
		['an ID', byId('gone')],
		['a name', byName('gone')],
	])('%s in a connection that says it was deleted was missing', async (_, gone) => {
		asa.sandbox.setSwitches({ deletedAt: 'deleted_at' });
		await runOperation(asa, 'connection', 'delete', { connection: byId(connection) });
		const parameters = { connection: byId(connection), job: gone };
		expect((await run(parameters)).error?.message).toMatch(/not found/);
		expect(outputs(await run({ ...parameters, ...ignored }))).toEqual([missing]);
	});
});

describe.each(dialects)('a connection in the dialect of the %s', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});
	afterEach(closeAll);

	it('that is gone is an error, with Ignore Missing it was missing', async () => {
		const { id } = firstConnection(asa).connection;
		const remove = (more = {}) =>
			runOperation(asa, 'connection', 'delete', { connection: byId(id), ...more });
		expect(outputs(await remove())).toEqual([{ deleted: true }]);
		expect((await remove()).error).toMatchObject({ httpCode: '404', itemIndex: 0 });
		expect(outputs(await remove(ignored))).toEqual([missing]);
		expect(takeSent(asa)).toEqual(Array(3).fill([`DELETE /${id}`]));
	});
});
