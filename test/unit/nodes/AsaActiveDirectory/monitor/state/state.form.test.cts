import {
	readState,
	writeState,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { Scenario } from '../scenario.cts';
import { allEvents } from '../settings.cts';
import { serverResult, userResult } from '../team.cts';
import { at, hour, minute } from '../times.cts';

describe('the stored form', () => {
	test('is JSON that people can read', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'error 07:00');
		expect(JSON.parse(s.stored ?? '')).toEqual({
			version: 3,
			team: { origin: 'https://app.scaleft.com', name: 'acme' },
			at: at('07:10') / 1000,
			hostMs: at('07:10'),
			dated: { at: at('07:10') / 1000, hostMs: at('07:10') },
			saved: at('07:10') / 1000,
			gateways: { 'gateway-1': 'Name of gateway-1' },
			connections: {
				'id-Corp': {
					name: 'Corp',
					domain: 'corp.example.com',
					jobs: {
						server: {
							Sync: {
								id: 'id-Sync',
								every: '1',
								mark: expect.any(String),
								ok: 'r0600',
								first: at('06:00') / 1000,
								runs: expect.stringMatching(/^[\w-]{8}S\w{6}\+1o [\w-]{8}F2s0\+1o$/),
								incident: {
									key: expect.stringMatching(/^asa-server-/),
									status: 'notified',
									causes: ['failed'],
									opened: at('07:10') / 1000,
									last: at('07:10') / 1000,
									since: at('07:01') / 1000,
									newest: { hash: expect.any(String), start: at('07:00') / 1000 },
								},
							},
						},
					},
				},
			},
		});
	});

	test('keeps jobs of one name, of odd names and of long names apart', () => {
		const s = new Scenario();
		const names = ['Sync', 'Sync', 'Sync#id-2', '__proto__', 'x'.repeat(80), 'x'.repeat(90)];
		names.forEach((name, index) => {
			s.connection.job(name, 'userSyncJob').id = `id-${index}`;
		});
		s.poll('06:10');
		const stored = s.state?.connections.get('id-Corp')?.jobs.userSyncJob ?? [];
		expect(stored.map(({ id }) => id).sort()).toEqual(names.map((_, index) => `id-${index}`));
		s.poll('06:15');
		expect(s.poll('06:20')).toEqual([]);
	});

	test('keeps of forgotten successes the last one, while few are remembered', () => {
		const s = new Scenario();
		const forgotten = () => s.state?.connections.get('id-Corp')?.jobs.serverSyncJob[0].forgotten;
		for (let hours = 0; hours < 13; hours++) s.poll(`${hours}:10`, `done ${hours}:00`);
		expect(forgotten()).toEqual({ failures: 0, failingSinceMs: null, success: null });
		for (let hours = 13; hours < 23; hours++) s.poll(`${hours}:10`, `error ${hours}:00`);
		const success = {
			hash: expect.any(String) as string,
			startMs: at('12:00'),
			endMs: at('12:01'),
		};
		expect(forgotten()).toEqual({ failures: 0, failingSinceMs: null, success });
	});

	test('takes at most 400 bytes a job on average, with ten runs each and one job in ten failing', () => {
		const s = new Scenario({}, 'userSyncJob');
		s.connections = [];
		const uuid = (number: number) => `5037b023-7031-407b-8c98-${String(number).padStart(12, '0')}`;
		for (let index = 0; index < 20; index++) {
			const connection = s.connect(`Corporate directory ${index}`, uuid(index));
			for (let job = 0; job < 10; job++) {
				const one = connection.job(`Users of department ${job}`, 'userSyncJob');
				one.id = uuid(1000 + index * 10 + job);
				for (let run = 0; run < 12; run++) {
					const task_state = job === 0 && run > 8 ? 'error' : 'done';
					const start = at('00:00') + run * hour + job * 7000;
					one.put(userResult(uuid(run * 1e6 + index * 10 + job), start, { task_state }));
				}
				one.results = one.results.slice(-10);
			}
		}
		s.poll('11:10');
		s.poll('11:15');
		expect((s.stored ?? '').length / 200).toBeLessThan(400);
	});

	test('is bounded, however many results, tests, warnings and unknown words there are', () => {
		const s = new Scenario({ events: allEvents, includeTestRuns: true });
		for (let run = 0; run < 300; run++) {
			const state = ['done', 'error', `word-${run}`, 'running'][run % 4];
			const ad_test_request_id = run % 3 === 0 ? `t${run}` : null;
			s.job.put(
				serverResult(`r${run}`, at('06:00') + run * minute, {
					task_state: state,
					ad_test_request_id,
				}),
			);
			s.poll(at('06:00') + run * minute + 30_000);
		}
		expect((s.stored ?? '').length).toBeLessThan(1500);
	});
});

test('writing and reading changes nothing that is written', () => {
	const s = new Scenario({ events: allEvents });
	s.poll('06:10', 'done 05:00, error 06:00');
	s.poll('07:10', 'closed 07:00, test done 07:05');
	const state = readState(JSON.parse(s.stored ?? ''));
	expect(state && writeState(state)).toEqual(JSON.parse(s.stored ?? ''));
});
