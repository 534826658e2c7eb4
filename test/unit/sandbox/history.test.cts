import type { AxiosInstance } from 'axios';
import type { HistoryType } from '../../../sandbox/history.cts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import {
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
} from '../../helpers/sandboxRequests.cts';

const daySeconds = 86_400;

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam({ switches: { runDurationSeconds: [60, 60] } }));
});

afterEach(() => sandbox.close());

async function addUserJob(changes: object = {}): Promise<string> {
	return (await api.post(connection.user, userJobBody(changes))).data.id;
}

const timesOf = (type: HistoryType) =>
	sandbox
		.getHistory()
		.filter((event) => event.type === type)
		.map(({ at }) => at);

describe('the history', () => {
	test('holds everything that happened to a job', async () => {
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const path = (job: string) => `${connection.server}/${job}`;
		sandbox.advance(60);
		await api.post(`${path(id)}/deactivate`);
		await api.post(`${path(id)}/schedule`, { frequency: 1 });
		await api.put(path(id), serverJobBody(sandbox, { name: 'New name', is_active: false }));
		const [job] = (await api.get(connection.server)).data.list;
		await api.post(`${path(job.id)}/test_request`);
		await api.delete(connection.path);
		const events = sandbox.getHistory();
		expect(events.map(({ type }) => type)).toEqual([
			'connection_created',
			'job_created',
			'run_started',
			'run_ended',
			'job_deactivated',
			'job_schedule_changed',
			'job_activated',
			'run_started',
			'run_dropped',
			'job_updated',
			'run_started',
			'run_dropped',
			'job_deleted',
			'connection_deleted',
		]);
		expect(events.map(({ index }) => index)).toEqual(events.map((_, index) => index));
		expect(events[9]).toMatchObject({
			jobId: job.id,
			jobName: 'New name',
			jobKind: 'server',
			details: { previousId: id, previousName: 'Server Sync Job - 1', wasActive: true },
		});
		expect(events[3]).toMatchObject({
			at: '2026-01-05T00:01:00Z',
			jobId: id,
			connectionId: connection.id,
			frequency: 6,
			details: {
				resultId: events[2].details.resultId,
				isTest: false,
				plannedOutcome: 'succeed',
				outcome: 'succeed',
				createdAt: '2026-01-05T00:00:00Z',
				endedAt: '2026-01-05T00:01:00Z',
			},
		});
		expect(events[10].details.isTest).toBe(true);
		expect(sandbox.getHistory(11)).toEqual(events.slice(12));
	});

	test('holds every run of a large team', async () => {
		const frequencies = { 1: 2, 6: 10, 12: 12, 24: 16 };
		sandbox.reset({ dataset: { connections: 4, userJobsPerConnection: 9, frequencies } });
		sandbox.advance(9 * daySeconds);
		const perDay = 2 * 24 + 10 * 4 + 12 * 2 + 16;
		const started = timesOf('run_started').length;
		// Each job runs once more: at its activation.
		expect(Math.abs(started - (9 * perDay + 40))).toBeLessThanOrEqual(16);
		expect(timesOf('run_skipped')).toEqual([]);
	});
});

describe('the same seed', () => {
	test('gives the same team and the same runs', async () => {
		const live = async (seed: number) => {
			const box = await startSandbox({ seed, dataset: 'demo' });
			box.advance(daySeconds);
			const snapshot = { state: box.getState(), history: box.getHistory(), key: box.keySecret };
			await box.close();
			return snapshot;
		};
		expect(await live(7)).toEqual(await live(7));
		expect((await live(7)).key).not.toBe((await live(8)).key);
	});
});

describe('the clock', () => {
	test('stands still at speed 0', async () => {
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(sandbox.now()).toBe('2026-01-05T00:00:00Z');
	});

	test('runs by its speed, and jobs run with it', async () => {
		await addUserJob({ frequency: 1 });
		sandbox.setSpeed(3600 * 24);
		while (timesOf('run_started').length < 3) await new Promise((done) => setTimeout(done, 20));
		sandbox.setSpeed(0);
		expect(Date.parse(sandbox.now())).toBeGreaterThanOrEqual(Date.parse('2026-01-05T02:00:00Z'));
	});

	test('moves to a time, never back', () => {
		expect(sandbox.advanceTo('2026-02-01T12:00:00Z').now).toBe('2026-02-01T12:00:00Z');
		expect(() => sandbox.advanceTo('2026-01-31T00:00:00Z')).toThrow('in the past');
		expect(() => sandbox.advanceTo('tomorrow')).toThrow('RFC 3339');
		expect(() => sandbox.advance(-1)).toThrow('0 or more');
	});
});
