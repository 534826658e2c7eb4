import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { closeTriggerTeams, startTriggerTeam, type TriggerTeam } from '../triggerTeam.cts';

/** The lists of connections and jobs that the trigger offers. */

let team: TriggerTeam;

beforeEach(async () => {
	team = await startTriggerTeam();
});
afterEach(closeTriggerTeams);

const load = (method: string, parameters: IDataObject = {}) =>
	team.engine.loadOptions({
		type: 'asaActiveDirectoryTrigger',
		method,
		parameters: parameters as INodeParameters,
		credentials: [team.credential],
	});

const connections = () => team.sandbox.getState().connections;

/** The value of a job of a connection in a list. */
function jobValue(
	{ id, name }: { id: string; name: string },
	kind: string,
	job: { id: string; settings: { name: string } },
): string {
	return JSON.stringify({
		connection: { id, name },
		kind,
		job: { id: job.id, name: job.settings.name },
	});
}

test('connections are offered by name and domain, sorted, with ID and name as value', async () => {
	const [corporate, emea] = connections().map(({ id, name }) => JSON.stringify({ id, name }));
	expect(await load('getConnections')).toEqual([
		{ name: 'Corporate directory (corp.example.com)', value: corporate },
		{ name: 'EMEA directory (emea.example.com)', value: emea },
	]);
});

test('jobs of the chosen connections are offered, with IDs and names as value', async () => {
	const [connection] = connections();
	const { id, name, serverSyncJobs, userSyncJobs } = connection;
	const [employees, contractors] = userSyncJobs;
	for (const choice of [id, name, JSON.stringify({ id, name })]) {
		expect(await load('getJobs', { connections: [choice] })).toEqual([
			{
				name: 'Contractors (Corporate directory, User Sync Job)',
				value: jobValue(connection, 'userSyncJob', contractors),
			},
			{
				name: 'Employees (Corporate directory, User Sync Job)',
				value: jobValue(connection, 'userSyncJob', employees),
			},
			{
				name: 'Servers (Corporate directory, Server Sync Job)',
				value: jobValue(connection, 'serverSyncJob', serverSyncJobs[0]),
			},
		]);
	}
	expect(await load('getJobs')).toHaveLength(6);
});

test('a connection that was renamed or created again stays chosen', async () => {
	const [before] = (await load('getConnections')).map(({ value }) => value);
	const [{ id }] = connections();
	team.sandbox.renameConnection(id, 'New name');
	const renamed = await load('getConnections', { connections: [before] });
	expect(renamed).toContainEqual({ name: 'New name (corp.example.com)', value: before });
	expect(renamed).toHaveLength(2);
	team.sandbox.renameConnection(id, 'Corporate directory');
	team.sandbox.recreateConnection(id);
	const recreated = await load('getConnections', { connections: [before] });
	expect(recreated).toContainEqual({
		name: 'Corporate directory (corp.example.com)',
		value: before,
	});
	expect(recreated).toHaveLength(2);
});

test('a job that was renamed or has another ID after an update stays chosen', async () => {
	const before = (await load('getJobs')).find(({ name }) => name.startsWith('Employees (Corp'))!;
	const id = team.sandbox.recreateJob(connections()[0].userSyncJobs[0].id);
	const updated = await load('getJobs', { jobs: [before.value] });
	expect(updated).toContainEqual(before);
	expect(updated).toHaveLength(6);
	// Now neither the ID nor the name of the choice is known.
	team.sandbox.renameJob(id, 'New name');
	const lost = await load('getJobs', { jobs: [before.value] });
	expect(lost).toHaveLength(7);
	expect(lost).toContainEqual({ name: 'Employees (not found)', value: before.value });
});

test('what is chosen and does not exist is offered as not found', async () => {
	const parameters = { connections: ['Typo'], jobs: ['Nowhere/userSyncJob/Typo'] };
	expect(await load('getConnections', parameters)).toContainEqual({
		name: 'Typo (not found)',
		value: 'Typo',
	});
	expect(await load('getJobs', { jobs: parameters.jobs })).toContainEqual({
		name: 'Typo (not found)',
		value: 'Nowhere/userSyncJob/Typo',
	});
});

test('jobs in lists that cannot be read are left out; if no list can be read, the error says why', async () => {
	team.sandbox.setSwitches({ movedPaths: { 6: null } });
	expect((await load('getJobs')).every(({ name }) => name.includes('User Sync Job'))).toBe(true);
	team.sandbox.addFault({ match: { endpoint: 16 }, effect: { type: 'status', status: 403 } });
	await expect(load('getJobs')).rejects.toThrow(/not found|403/);
});

test('an error of the API comes through', async () => {
	team.sandbox.setSwitches({ roles: [] });
	await expect(load('getConnections')).rejects.toThrow(/role/);
});

test('an empty list means that there is nothing', async () => {
	team.sandbox.reset({ dataset: 'empty' });
	expect(await load('getConnections')).toEqual([]);
	expect(await load('getJobs')).toEqual([]);
});
