import { readState } from '../../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { Scenario } from '../scenario.cts';
import { allEvents } from '../settings.cts';
import { unavailable } from '../team.cts';
import { at, hour } from '../times.cts';

describe('what was stored', () => {
	test('nothing: a first poll', () => {
		expect(readState(undefined)).toBeUndefined();
	});

	test.each([null, 1, 'x', [], {}, { version: 2 }, { version: 4, at: 1 }])(
		'%j: damaged',
		(stored) => {
			expect(readState(stored)).toMatchObject({ wasDamaged: true });
		},
	);

	test('damaged: a baseline that reports current failures whatever the option says, and one line', () => {
		const s = new Scenario({ reportCurrentFailures: false, events: allEvents });
		s.poll('06:10', 'done 06:00');
		s.stored = '{}';
		expect(s.poll('07:10', 'error 07:00')).toEqual(['trigger syncFailed']);
		expect(s.last.warnings).toEqual([expect.stringContaining('could not be read')]);
		expect(s.last.refusal).toBeNull();
	});

	test('damaged, while the team cannot be read: the baseline is taken later, and still reports', () => {
		const s = new Scenario({ reportCurrentFailures: false });
		s.job.frequencyHours = null;
		s.stored = '{}';
		s.teamError = unavailable;
		s.poll('06:10', 'error 06:00');
		s.teamError = null;
		s.connection.fail(unavailable);
		s.poll('06:15');
		s.connection.fail(null);
		expect(s.poll('06:20')).toEqual(['trigger syncFailed']);
		s.connection.job('New', 'userSyncJob').run('error 06:22').frequencyHours = null;
		expect(s.poll('06:25')).toEqual([]);
	});
});

describe('polls that overlap', () => {
	test('an older one never undoes a newer one', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		const before = s.stored;
		s.poll('07:12', 'error 07:00');
		const after = s.stored;
		expect(s.poll('07:11', 'done 07:00')).toEqual([]);
		expect(s.stored).toBe(after);
		expect(before).not.toBe(after);
	});

	test.each([-5, 5])('nor if Date has jumped by %i h between them', (hours) => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		s.clockOffset = hours * hour;
		s.poll(at('07:12') + s.clockOffset, 'error 07:00');
		const after = s.stored;
		s.clockOffset = 0;
		expect(s.poll('07:11', 'done 07:00')).toEqual([]);
		expect(s.stored).toBe(after);
	});

	test('a clock that was set back by more than they overlap stops nothing', () => {
		const s = new Scenario();
		s.poll('06:50', 'done 06:00');
		expect(s.poll('06:30', 'error 06:25')).toEqual(['trigger syncFailed']);
	});
});
