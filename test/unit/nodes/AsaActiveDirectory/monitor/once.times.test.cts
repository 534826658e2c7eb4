import type { TaskResult } from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { Scenario } from './scenario.cts';
import { allEvents } from './settings.cts';
import { serverResult } from './team.cts';
import { at, iso } from './times.cts';
import { results } from './resultScenarios.cts';

function byCreation(one: TaskResult, other: TaskResult): number {
	return one.created_at.localeCompare(other.created_at);
}

describe('times', () => {
	test('one that is still to come is taken as that of the poll that first saw it, and kept', () => {
		const s = new Scenario({ events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.job.put(serverResult('ahead', at('09:00'), { task_state: 'error' }));
		expect(s.items('07:10')[0]).toMatchObject({ started_at: iso('07:10') });
		// The failure is older than a success that has started meanwhile.
		s.job.recent = serverResult('next', at('08:00'));
		s.job.put(s.job.recent);
		expect(s.poll('08:10')).toEqual(['newResult success next', 'resolve success']);
		expect(s.poll('09:05')).toEqual([]);
	});

	test('a run that starts ahead is put out once, however long it stays listed', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		const ahead = serverResult('ahead', at('20:30'));
		s.job.put(ahead);
		expect(s.poll('07:10')).toEqual(['newResult success ahead']);
		const hours = Array.from({ length: 14 }, (_, index) => String(index + 8).padStart(2, '0'));
		for (const hour of hours) {
			const next = serverResult(`next${hour}`, at(`${hour}:00`));
			// The ten results with the latest starts are listed.
			s.job.results = [...s.job.results, next].sort(byCreation).slice(-10);
			s.job.recent = next;
			expect(s.poll(`${hour}:10`)).toEqual([`newResult success next${hour}`]);
		}
	});

	test('a run without a start counts by its end, else from the poll that first saw it', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		s.job.recent = serverResult('a', at('07:00'), { created_at: '', updated_at: iso('07:04') });
		s.job.put(s.job.recent);
		expect(s.items('07:10')[0]).toMatchObject({ started_at: iso('07:04') });
		s.job.recent = serverResult('b', at('08:00'), { created_at: '', updated_at: '' });
		s.job.put(s.job.recent);
		expect(s.items('08:10')[0]).toMatchObject({ started_at: iso('08:10'), finished_at: null });
	});

	test('such a time must be saved, for no later poll can read it again', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		s.job.put(serverResult('ahead', at('09:00'), { task_state: 'running' }));
		s.poll('06:40');
		expect(s.last.needsPersisting).toBe(true);
	});

	test('a result without an id, or with the nil UUID, is none', () => {
		const s = results();
		s.poll('06:10');
		s.job.put(serverResult('', at('07:00')));
		s.job.put(serverResult('00000000-0000-0000-0000-000000000000', at('07:00')));
		expect(s.poll('07:10')).toEqual([]);
	});

	test('the nil UUID is no test request', () => {
		const s = results();
		s.poll('06:10', 'done 06:00');
		const ad_test_request_id = '00000000-0000-0000-0000-000000000000';
		s.job.put(serverResult('a', at('07:00'), { ad_test_request_id }));
		s.job.put(serverResult('b', at('07:05'), { ad_test_request_id: ' ' }));
		expect(s.items('07:10').map(({ is_test }) => is_test)).toEqual([false, false]);
	});
});
