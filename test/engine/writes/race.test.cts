import type { INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';
import { byId, firstConnection, jobsOf, runOperation, signIn, takeSent } from '../runOperation.cts';

/*
 * ASA takes any number of jobs of one name. Two executions that create one at the same moment can't see each other, so
 * Create or Update looks once more after creating.
 */
let asa: Asa;

const connection = () => firstConnection(asa).connection;
const twins = (resource: string) =>
	jobsOf(asa, resource, connection()).filter(({ settings }) => settings.name === 'Twin');

const kinds = [
	['serverSyncJob', 'task_settings', 6],
	['userSyncJob', 'user_sync_task_settings', 16],
] as const;

const cases = dialects.flatMap((dialect) => kinds.map((kind) => [...kind, dialect] as const));

describe.each(cases)(
	'Create or Update of a %s (%s, %i), dialect %s',
	(resource, jobs, list, dialect) => {
		beforeEach(async () => {
			asa = await startAsa({ dialect });
			await signIn(asa);
		});
		afterEach(closeAll);

		const parameters = (): INodeParameters => ({
			connection: byId(connection().id),
			name: 'Twin',
			frequency: 6,
			additionalFields: { isActive: false },
			...(resource === 'userSyncJob'
				? { baseDn: 'OU=x', ldapQueryFilter: '(cn=*)' }
				: {
						ruleAssignments: {
							rule: [
								{
									baseDn: 'OU=x',
									project: byId(asa.sandbox.getState().projects[0].id),
									priority: 1,
								},
							],
						},
					}),
		});
		const upsert = (more = {}) =>
			runOperation(asa, resource, 'upsert', { ...parameters(), ...more });

		it('says so if another execution created one at the same moment', async () => {
			const slow = { type: 'latency', milliseconds: 300 } as const;
			asa.sandbox.setFaults([{ match: { method: 'POST' }, effect: slow, times: 2 }]);
			const results = await Promise.all([upsert(), upsert()]);
			expect(twins(resource)).toHaveLength(2);
			const errors = results.flatMap(({ error }) => error ?? []);
			expect(errors.length).toBeGreaterThan(0);
			const ids = twins(resource).map(({ id }) => id);
			for (const { message, description } of errors) {
				expect(message).toMatch(/^The job "Twin" was created with the ID .*, but now 2 jobs have/);
				for (const id of ids) expect(message).toContain(id);
				expect(description).toMatch(/^Another execution created one at the same time/);
			}
		});

		it('looks once after creating, and at nothing but the list', async () => {
			const { items } = await upsert();
			expect(items[0].json).toMatchObject({ action: 'created', name: 'Twin' });
			const lines = takeSent(asa).map(([line]) => line);
			const path = `/${connection().id}/${jobs}`;
			expect(lines).toEqual([`GET ${path}`, `POST ${path}`, `GET ${path}`]);
		});

		it('a retry of the node creates no third one', async () => {
			const api = clientOf(asa.sandbox);
			await upsert();
			const [{ settings }] = twins(resource);
			const path = `/integrations/ad_connections/${connection().id}/${jobs}`;
			expect((await api.post(path, settings)).status).toBe(201);
			const { error } = await upsert();
			expect(error?.message).toMatch(/^'Name' is "Twin", and 2 jobs have this name: /);
			expect(twins(resource)).toHaveLength(2);
		});

		it('says that the job was created if the second look fails', async () => {
			asa.sandbox.setFaults([
				{ match: { endpoint: list }, effect: { type: 'status', status: 403 }, afterRequests: 1 },
			]);
			const { error } = await upsert();
			expect(error?.message).toMatch(
				/^The job was created, but the jobs of the connection could not be read afterwards: .*403/,
			);
			expect(twins(resource)).toHaveLength(1);
		});
	},
);

it('two connections of one domain: ASA refuses the second itself', async () => {
	asa = await startAsa();
	await signIn(asa);
	const gateway = byId(asa.sandbox.getState().gateways[0].id);
	const slow = { type: 'latency', milliseconds: 300 } as const;
	asa.sandbox.setFaults([{ match: { method: 'POST' }, effect: slow, times: 2 }]);
	const upsert = () =>
		runOperation(asa, 'connection', 'upsert', {
			name: 'Twin',
			domain: 'twin.example.com',
			gateway,
		});
	const results = await Promise.all([upsert(), upsert()]);
	expect(results.map(({ error }) => error?.httpCode).sort()).toEqual(['409', undefined]);
	await closeAll();
});
