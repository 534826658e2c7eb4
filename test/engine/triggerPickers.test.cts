import { startTriggerTeam, type TriggerTeam } from './triggerTeam.cts';

let team: TriggerTeam;

beforeEach(async () => {
	team = await startTriggerTeam();
});
afterEach(() => team.close());

const load = (method: string, parameters = {}) =>
	team.engine.loadOptions({
		type: 'asaActiveDirectoryTrigger',
		method,
		parameters,
		credentials: [team.credential],
	});

test('connections are offered by name and domain, sorted', async () => {
	const ids = team.sandbox.getState().connections.map(({ id }) => id);
	expect(await load('getConnections')).toEqual([
		{ name: 'Corporate directory (corp.example.com)', value: ids[0] },
		{ name: 'EMEA directory (emea.example.com)', value: ids[1] },
	]);
});

test('jobs are offered by name, so that the choice survives an update of the job', async () => {
	const [{ id }] = team.sandbox.getState().connections;
	const options = await load('getJobs', { connections: [id] });
	expect(options).toEqual([
		{
			name: 'Contractors (Corporate directory, User Sync Job)',
			value: `${id}/userSyncJob/Contractors`,
		},
		{
			name: 'Employees (Corporate directory, User Sync Job)',
			value: `${id}/userSyncJob/Employees`,
		},
		{
			name: 'Servers (Corporate directory, Server Sync Job)',
			value: `${id}/serverSyncJob/Servers`,
		},
	]);
	expect(await load('getJobs')).toHaveLength(6);
});

test('jobs are offered without the list of server sync jobs too: the active one at least', async () => {
	team.sandbox.setSwitches({ movedPaths: { 6: null } });
	expect(await load('getJobs')).toHaveLength(6);
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
