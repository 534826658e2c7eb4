import { Scenario } from './scenario.cts';

/** Two connections with a job each, seen once. */
export function twoConnections(options: ConstructorParameters<typeof Scenario>[0] = {}) {
	const s = new Scenario(options);
	const other = s.connect('Other');
	other.job('Users', 'userSyncJob').run('done 06:00').frequencyHours = null;
	s.job.frequencyHours = null;
	s.poll('06:10', 'done 06:00');
	return { s, other };
}

/** One connection with a job that has no schedule, seen once. */
export function oneConnection(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	const s = new Scenario(options);
	s.job.frequencyHours = null;
	s.poll('06:10', 'done 06:00');
	return s;
}

/** Why the first poll is refused. */
export function refusalOf(s: Scenario): string | null {
	s.poll('06:10', 'done 06:00');
	return s.last.refusal;
}
