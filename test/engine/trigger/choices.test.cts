import type { INodeParameters } from 'n8n-workflow';
import { closeTriggerTeams } from '../triggerTeam.cts';
import {
	day,
	hour,
	minute,
	prepareScenario,
	ways,
	type ScenarioOptions,
	type TriggerScenario,
} from './scenario.cts';

afterEach(closeTriggerTeams);

/** Which connections and jobs are watched, and what happens if a chosen one does not exist. */

/** Publishes a trigger with choices that depend on the team. */
async function publish(
	options: ScenarioOptions,
	parameters: (s: TriggerScenario) => INodeParameters,
): Promise<{ s: TriggerScenario; lines: string[] }> {
	const s = await prepareScenario(options);
	s.setParameters(parameters(s));
	const lines = [...(await s.activate()), ...(await s.poll(minute))];
	return { s, lines };
}

const connectionChoice = ({ connection }: TriggerScenario) =>
	JSON.stringify({ id: connection.id, name: connection.name });

const jobChoice = ({ connection, job }: TriggerScenario) =>
	JSON.stringify({
		connection: { id: connection.id, name: connection.name },
		kind: job.kind === 'server' ? 'serverSyncJob' : 'userSyncJob',
		job: { id: job.id, name: job.settings.name },
	});

/** The error executions. */
const errorsOf = ({ poller }: TriggerScenario) => poller.errors.map(({ message }) => message);

describe.each(ways)('polled in the %s way, watched is', (way) => {
	const two = { way, connections: 2, userJobs: 2, events: ['newResult'] } as const;

	/** Connection, kind and name of the jobs that have put out a result after two hours. */
	async function watched(parameters: (s: TriggerScenario) => INodeParameters) {
		const { s } = await publish({ ...two, events: [...two.events] }, (one) => ({
			events: ['newResult'],
			...parameters(one),
		}));
		const items = await s.items(2 * hour);
		const places = items.map(({ connection_name, job_kind, job_name }) =>
			[connection_name, job_kind, job_name].join('/'),
		);
		return [...new Set(places)].sort();
	}

	const all = ['Directory 001', 'Directory 002'].flatMap((name) => [
		`${name}/serverSyncJob/Servers 1`,
		`${name}/userSyncJob/Users 1`,
		`${name}/userSyncJob/Users 2`,
	]);

	test('everything if nothing is chosen', async () => {
		expect(await watched(() => ({}))).toEqual(all);
	});

	test('one kind of jobs', async () => {
		const kind = 'userSyncJob';
		expect(await watched(() => ({ jobKinds: [kind] }))).toEqual(
			all.filter((place) => place.includes(kind)),
		);
	});

	test.each([
		['what the list stores', connectionChoice],
		['its name', ({ connection }: TriggerScenario) => connection.name],
		['its ID', ({ connection }: TriggerScenario) => connection.id],
	])('one connection, chosen by %s', async (_, choice) => {
		expect(await watched((s) => ({ connections: [choice(s)] }))).toEqual(all.slice(0, 3));
	});

	test.each([
		['what the list stores', jobChoice],
		['names', () => 'Directory 001/serverSyncJob/Servers 1'],
		['IDs', ({ connection, job }: TriggerScenario) => `${connection.id}/serverSyncJob/${job.id}`],
	])('one job, chosen by %s', async (_, choice) => {
		expect(await watched((s) => ({ jobs: [choice(s)] }))).toEqual(all.slice(0, 1));
	});

	test('what an expression gives, be it a single text', async () => {
		const jobs = '={{ "Directory 002/userSyncJob/Users 1" }}';
		expect(await watched(() => ({ jobs }))).toEqual(['Directory 002/userSyncJob/Users 1']);
	});
});

describe.each(ways)('polled in the %s way, the first publication', (way) => {
	const options = { way, connections: 2, userJobs: 1 };

	test('refuses a connection that does not exist among good ones, naming it', async () => {
		const publishing = publish(options, (s) => ({ connections: [connectionChoice(s), 'Typo'] }));
		await expect(publishing).rejects.toMatchObject({
			message:
				'Not found in ASA: connection "Typo". Choose again from the list in \'Connection Names or IDs\', or remove the entry.',
			failure: { cause: 'configuration-invalid' },
		});
	});

	test('refuses every job that does not exist, naming each', async () => {
		const publishing = publish(options, (s) => ({
			jobs: [jobChoice(s), 'Directory 001/userSyncJob/Typo', 'Nowhere/serverSyncJob/Servers 1'],
		}));
		await expect(publishing).rejects.toThrow(
			'Not found in ASA: user sync job "Typo" of connection "Directory 001"; server sync job "Servers 1" of connection "Nowhere". Choose again from the list in \'Job Names or IDs\', or remove the entry.',
		);
	});

	test.each([
		[
			{ jobKinds: ['userSyncJob'] },
			`Not watched: server sync job "Servers 1" of connection "Directory 001", because 'Job Kinds' does not include its kind. Choose the kind there too, or remove the job from 'Job Names or IDs'.`,
		],
		[
			{ connections: ['Directory 002'] },
			`Not watched: server sync job "Servers 1" of connection "Directory 001", because 'Connection Names or IDs' does not include its connection. Choose the connection there too, or remove the job from 'Job Names or IDs'.`,
		],
	])('refuses a job that %j leaves out, and says so', async (others, message) => {
		const publishing = publish(options, (s) => ({ ...others, jobs: [jobChoice(s)] }));
		await expect(publishing).rejects.toThrow(message);
	});

	test('refuses no job that may be in a list which cannot be read', async () => {
		const s = await prepareScenario(options);
		s.fail('/task_settings$', 500);
		s.setParameters({ jobs: [jobChoice(s), 'Directory 001/userSyncJob/Users 1'] });
		expect(await s.activate()).toEqual([]);
		expect(errorsOf(s)).toEqual([]);
	});

	test.each([
		['jobs', ['no job'], '\'Job Names or IDs\' has an invalid entry: "no job"'],
		['connections', [{ other: 1 }], "'Connection Names or IDs' has an invalid entry"],
		['jobKinds', ['otherJob'], "'Job Kinds' has an invalid entry"],
	])('refuses %s of %j', async (name, entries, message) => {
		const publishing = publish(options, () => ({ [name]: entries }) as INodeParameters);
		await expect(publishing).rejects.toThrow(message);
	});
});

describe.each(ways)('polled in the %s way, a choice', (way) => {
	test('of a job survives an update, which gives it another ID', async () => {
		const { s } = await publish({ way }, (one) => ({ jobs: [jobChoice(one)] }));
		await s.updateJob({});
		expect(await s.polls(3)).toEqual([]);
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		expect(errorsOf(s)).toEqual([]);
	});

	test('of a job survives a rename by its ID', async () => {
		const { s } = await publish({ way }, (one) => ({ jobs: [jobChoice(one)] }));
		s.sandbox.renameJob(s.job.id, 'Renamed');
		s.sandbox.setSwitches({ failProbability: 1 });
		expect(await s.poll(2 * hour)).toEqual(['trigger syncFailed']);
		expect(errorsOf(s)).toEqual([]);
	});

	test('of a connection survives that it is created again, by its name', async () => {
		const { s } = await publish({ way }, (one) => ({ connections: [connectionChoice(one)] }));
		s.sandbox.recreateConnection(s.connection.id);
		expect(await s.poll()).toEqual(['syncStopped']);
		s.sandbox.setSwitches({ failProbability: 1 });
		expect(await s.poll(2 * hour)).toEqual(['trigger syncFailed']);
		expect(errorsOf(s)).toEqual([]);
	});

	test('of a job that is renamed and updated is reported by an error execution, and again', async () => {
		const { s } = await publish({ way, userJobs: 1 }, (one) => ({
			jobs: [jobChoice(one), 'Directory 001/userSyncJob/Users 1'],
		}));
		await s.updateJob({ name: 'Renamed' });
		const counts = [];
		const lines = [];
		for (const wait of [5 * minute, 5 * minute, 5 * minute, day - 6 * minute, minute, hour]) {
			lines.push(...(await s.poll(wait)));
			counts.push(s.poller.errors.length);
		}
		expect(counts).toEqual([0, 1, 1, 1, 2, 2]);
		expect(errorsOf(s)[0]).toBe(
			'Not found in ASA: server sync job "Servers 1" of connection "Directory 001". Choose again from the list in \'Job Names or IDs\', or remove the entry.',
		);
		// Another server sync job, that of the new name, has taken its place.
		expect(lines).toEqual([]);
		// The rest is watched on.
		s.sandbox.setSwitches({ failProbability: 1 });
		expect(await s.poll(hour)).toEqual(['trigger syncFailed']);
	});

	test('of a connection that was deleted is reported, and again; the rest is watched on', async () => {
		const parameters = {
			connections: ['Directory 001', 'Directory 002'],
			options: { reminderHours: 2 },
		};
		const { s } = await publish({ way, connections: 2 }, () => parameters);
		await s.deleteConnection();
		expect(await s.poll()).toEqual(['syncStopped']);
		expect(errorsOf(s)).toEqual([]);
		expect(await s.polls(2)).toEqual([]);
		expect(errorsOf(s)).toEqual([
			'Not found in ASA: connection "Directory 001". Choose again from the list in \'Connection Names or IDs\', or remove the entry.',
		]);
		s.sandbox.setSwitches({ failProbability: 1 });
		expect(await s.poll(hour + 2 * minute)).toEqual(['trigger syncFailed']);
		expect(await s.poll(hour)).toEqual([]);
		expect(errorsOf(s)).toHaveLength(2);
	});

	test('that one list lacks is not reported, nor is one in a list that cannot be read', async () => {
		const { s } = await publish({ way }, (one) => ({ jobs: [jobChoice(one)] }));
		s.sandbox.addFault({ match: { endpoint: 6 }, effect: { type: 'emptyList' }, times: 1 });
		await s.polls(2);
		s.fail('/task_settings$');
		await s.polls(4);
		expect(errorsOf(s)).toEqual([]);
	});

	test('that is edited to something that does not exist is reported', async () => {
		const { s } = await publish({ way }, (one) => ({ connections: [connectionChoice(one)] }));
		s.setParameters({ connections: [connectionChoice(s), 'Typo'] });
		const lines = [...(await s.activate()), ...(await s.polls(2))];
		expect(lines).toEqual([]);
		expect(errorsOf(s)).toEqual([expect.stringContaining('connection "Typo"')]);
	});

	test('that is taken back leaves the incidents open, and the log names their keys', async () => {
		const { s } = await publish({ way, connections: 2 }, () => ({}));
		const [failed] = await s.run('fail');
		s.setParameters({ connections: ['Directory 002'] });
		expect([...(await s.activate()), ...(await s.polls(2))]).toEqual([]);
		// With durable cursors n8n forgets an activation without items, which is then done again.
		expect([...new Set(s.poller.warnings)]).toEqual([
			`Jobs with open incidents are no longer watched. Their incidents stay open: ${failed.incident_key}.`,
		]);
	});
});
