import { expectPolls, Scenario } from './scenario.cts';
import { allEvents } from './settings.cts';
import { forbidden, serverResult } from './team.cts';
import { at } from './times.cts';

/** Each case is a fault that an earlier version of these rules had, or that other monitors have. */
describe('false all-clears', () => {
	test('one list without an entry: an empty one, or a deletion between two pages', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00', 'trigger syncFailed'],
			['07:15', 'absent'],
			['07:20', 'listed'],
			['07:25', 'absent'],
			['07:30', 'listed'],
			['08:10', 'error 08:00'],
			['09:10', 'done 09:00', 'resolve success'],
		]);
	});

	test('one list of connections without an entry', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'error 07:00', 'trigger syncFailed'],
		]);
		s.connection.isListed = false;
		expect(s.poll('07:15')).toEqual([]);
		expect(s.requests.lookUps).toEqual(['id-Corp']);
		s.connection.isListed = true;
		expect(s.poll('08:10', 'done 08:00')).toEqual(['resolve success']);
	});

	test('another team: nothing is resolved, the log names the keys', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		const [{ incident_key: key }] = s.items('07:10', 'error 07:00');
		s.team = { ...s.team, name: 'other' };
		s.connections = [];
		s.connect('Theirs').job('Sync').run('done 07:00');
		expect(s.poll('07:15')).toEqual([]);
		expect(s.last.warnings).toEqual([expect.stringContaining(key ?? '')]);
		expect([...(s.state?.connections.keys() ?? [])]).toEqual(['id-Theirs']);
	});

	test('another team that cannot be read yet leaves the state where it is', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'error 07:00');
		s.team = { ...s.team, name: 'other' };
		s.teamError = forbidden;
		s.poll('07:15');
		s.poll('07:26');
		s.team = { ...s.team, name: 'acme' };
		s.teamError = null;
		expect(s.poll('08:10', 'done 08:00')).toContain('resolve success');
	});

	test('a newer run has begun, or a long one has dropped out of the list', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'running 07:00'],
			['09:05', '', 'trigger syncRunningLong'],
			['09:10', 'running 09:08'],
			['09:15', 'lose 07:00'],
			['09:20', 'lose 09:08'],
			['11:00', '', 'update syncOverdue'],
			['11:05', 'done 11:02', 'resolve success'],
		]);
	});

	test('a success that turns failed in place', () => {
		const s = new Scenario();
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'done 07:00'],
			['07:15', 'error 07:00', 'trigger syncFailed'],
			['07:20', 'done 07:00', 'resolve success'],
		]);
	});

	test('a failed result that appears one poll late with an earlier time', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'running 07:05');
		expect(s.poll('07:15', 'error 07:02, error 07:05')).toEqual([
			'newResult failed r0702',
			'newResult failed r0705',
			'trigger syncFailed',
		]);
	});

	test('a failed result that appears late behind a newer success opens nothing', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.poll('07:10', 'done 07:05');
		s.job.recent = serverResult('late', at('07:02'), { task_state: 'error' });
		s.job.put(s.job.recent);
		expect(s.poll('07:15')).toEqual(['newResult failed late']);
	});

	test('threshold 3 and a long run that ends failed', () => {
		const s = new Scenario({ failureThreshold: 3 });
		expectPolls(s, [
			['06:10', 'done 06:00'],
			['07:10', 'running 07:00'],
			['09:05', '', 'trigger syncRunningLong'],
			['09:10', 'error 07:00-09:08', 'update syncFailed'],
			['10:10', 'error 10:00'],
			['11:10', 'done 11:00', 'resolve success'],
		]);
	});

	test('two triggers with different events share the key, and neither resolves for the other', () => {
		const keys = (['syncOverdue', 'syncFailed'] as const).map((event) => {
			const s = new Scenario({ events: [event] });
			s.poll('06:10', 'done 06:00');
			const late = s.items('07:35');
			const failed = s.items('07:45', 'error 07:40');
			expect([...late, ...failed].map(({ incident_action }) => incident_action)).toEqual(
				event === 'syncOverdue' ? ['trigger', 'update'] : ['trigger'],
			);
			return [...late, ...failed][0].incident_key;
		});
		expect(keys[0]).toBe(keys[1]);
	});
});
