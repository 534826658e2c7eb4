import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { loadOptions } from '../../../../../nodes/AsaActiveDirectory/methods/loadOptions';
import { fakeTeam, type FakeResponse } from '../asa/support.cts';

const root = '/v1/teams/acme/integrations/ad_connections';

const corp = { id: 'c1', name: 'Corp', domain: 'corp.example.com', gateway_id: 'g1' };
const emea = { id: 'c2', name: 'EMEA', domain: 'emea.example.com', gateway_id: 'g2' };

const job = (id: string, name: string) => ({ id, name, is_active: true, frequency: 1 });

type Paths = Record<string, unknown[] | FakeResponse>;

const team: Paths = {
	'': [emea, corp],
	'/c1/task_settings': [job('j1', 'Servers')],
	'/c1/user_sync_task_settings': [job('j2', 'Employees')],
	'/c2/task_settings': [job('j3', 'Servers')],
};

/** Asks for a list while the form holds these parameters. */
async function load(
	method: keyof typeof loadOptions,
	parameters: IDataObject = {},
	paths: Paths = team,
) {
	const { context, sent } = fakeTeam(({ url }) => {
		const answer = paths[new URL(url).pathname.replace(root, '')] ?? [];
		return Array.isArray(answer) ? { body: { list: answer } } : answer;
	});
	const form = { ...context, getCurrentNodeParameter: (name: string) => parameters[name] };
	const options = await loadOptions[method].call(form as unknown as ILoadOptionsFunctions);
	return { options, asked: sent.map(({ url }) => new URL(url).pathname.replace(root, '')) };
}

const stored = JSON.stringify({ id: 'c1', name: 'Corp' });

const storedJob = JSON.stringify({
	connection: { id: 'c1', name: 'Corp' },
	kind: 'userSyncJob',
	job: { id: 'j2', name: 'Employees' },
});

describe('connections', () => {
	test('are offered by name and domain; the value is ID and name', async () => {
		const { options, asked } = await load('getConnections');
		expect(options).toEqual([
			{ name: 'Corp (corp.example.com)', value: stored },
			{ name: 'EMEA (emea.example.com)', value: '{"id":"c2","name":"EMEA"}' },
		]);
		expect(asked).toEqual(['']);
	});

	test.each([
		['renamed', { ...corp, name: 'Renamed' }, 'Renamed (corp.example.com)'],
		['created again, with another ID', { ...corp, id: 'c9' }, 'Corp (corp.example.com)'],
	])('one that is chosen and was %s stays chosen', async (_, changed, name) => {
		const { options } = await load('getConnections', { connections: [stored] }, { '': [changed] });
		expect(options).toEqual([{ name, value: stored }]);
	});

	test('one that is chosen by its name alone stays chosen', async () => {
		const { options } = await load('getConnections', { connections: ['Corp'] });
		expect(options.map(({ value }) => value)).toEqual(['Corp', '{"id":"c2","name":"EMEA"}']);
	});

	test('one that is chosen and does not exist is offered as not found', async () => {
		const { options } = await load('getConnections', { connections: [stored] }, { '': [emea] });
		expect(options).toContainEqual({ name: 'Corp (not found)', value: stored });
		expect(options).toHaveLength(2);
	});

	test.each([[undefined], [null], ['={{ $json.x }}'], [[5, {}]], ['']])(
		'%j in the form chooses nothing that could be offered',
		async (connections) => {
			const { options } = await load('getConnections', { connections } as IDataObject);
			expect(options.filter(({ name }) => !name.includes('not found'))).toHaveLength(2);
			expect(options.every(({ value }) => !String(value).startsWith('='))).toBe(true);
		},
	);

	test('an error comes through', async () => {
		const paths = { '': { status: 403, body: {} } };
		await expect(load('getConnections', {}, paths)).rejects.toThrow('403');
	});
});

describe('jobs', () => {
	test('are offered with connection and kind; the value holds all IDs and names', async () => {
		const { options } = await load('getJobs');
		expect(options.map(({ name }) => name)).toEqual([
			'Employees (Corp, User Sync Job)',
			'Servers (Corp, Server Sync Job)',
			'Servers (EMEA, Server Sync Job)',
		]);
		expect(options[0].value).toBe(storedJob);
	});

	test('are those of the chosen connections', async () => {
		for (const choice of [stored, 'Corp', 'c1']) {
			const { options, asked } = await load('getJobs', { connections: [choice] });
			expect(options).toHaveLength(2);
			expect(asked.sort()).toEqual(['', '/c1/task_settings', '/c1/user_sync_task_settings']);
		}
	});

	test.each([
		['renamed', job('j2', 'Renamed')],
		['updated, which gave it another ID', job('j9', 'Employees')],
	])('one that is chosen and was %s stays chosen', async (_, changed) => {
		const paths = { ...team, '/c1/user_sync_task_settings': [changed] };
		const { options } = await load('getJobs', { jobs: [storedJob] }, paths);
		expect(options).toHaveLength(3);
		expect(options).toContainEqual({
			name: `${changed.name} (Corp, User Sync Job)`,
			value: storedJob,
		});
	});

	test('one that is chosen stays chosen if its connection was renamed', async () => {
		const paths = { ...team, '': [{ ...corp, name: 'Renamed' }, emea] };
		const { options } = await load('getJobs', { jobs: [storedJob] }, paths);
		expect(options).toContainEqual({
			name: 'Employees (Renamed, User Sync Job)',
			value: storedJob,
		});
	});

	test('one that is chosen and does not exist is offered as not found', async () => {
		const paths = { ...team, '/c1/user_sync_task_settings': [] };
		const choices = [storedJob, 'Corp/serverSyncJob/Typo'];
		const { options } = await load('getJobs', { jobs: choices }, paths);
		expect(options).toContainEqual({ name: 'Employees (not found)', value: storedJob });
		expect(options).toContainEqual({ name: 'Typo (not found)', value: choices[1] });
		expect(options).toHaveLength(4);
	});

	test('in a list that cannot be read are left out', async () => {
		const paths = { ...team, '/c1/task_settings': { status: 403, body: {} } };
		const { options } = await load('getJobs', {}, paths);
		expect(options.map(({ name }) => name)).toEqual([
			'Employees (Corp, User Sync Job)',
			'Servers (EMEA, Server Sync Job)',
		]);
	});

	test('of which no list can be read: the error says why', async () => {
		const refused = { status: 403, body: {} };
		const paths = {
			'': [corp],
			'/c1/task_settings': refused,
			'/c1/user_sync_task_settings': refused,
		};
		await expect(load('getJobs', {}, paths)).rejects.toThrow('403');
	});
});
