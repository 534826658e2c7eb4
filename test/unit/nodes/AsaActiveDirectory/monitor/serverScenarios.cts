import { Scenario } from './scenario.cts';
import { at, hour } from './times.cts';

/*
 * Servers at Risk: a server goes 96 hours after a sync has last seen it. With the default of 24 hours of warning it is
 * at risk from 72 hours on. The team's clock begins on the first day; all servers were last seen relative to d10 00:00.
 */

export const day10 = at('d10 00:00');

/** Servers of a project, one for each number of hours: last seen that long before d10 00:00. */
export function serversOf(projectName: string, ...unseenHours: number[]) {
	return unseenHours.map((hours, index) => ({
		hostname: `${projectName}-${index + 1}`,
		projectName,
		lastSeenMs: day10 - hours * hour,
	}));
}

/** A team whose job is well at d10 00:00, and a trigger that has seen its servers well once. */
export function begun(
	options: ConstructorParameters<typeof Scenario>[0] = {},
	count = 10,
): Scenario {
	const s = new Scenario({ events: ['serversAtRisk'], ...options });
	s.job.projectNames = ['web'];
	s.job.run('done d9 23:30').run('done d10 00:30').run('done d10 01:30').run('done d10 02:30');
	s.servers = serversOf('web', ...Array<number>(count).fill(0));
	expect(s.poll('d10 00:00')).toEqual([]);
	return s;
}

/** Has `atRisk` servers of the project last seen 80 hours ago, the others just now. */
export function setAtRisk(s: Scenario, atRisk: number, count = 10): void {
	s.servers = serversOf(
		'web',
		...Array.from({ length: count }, (_, index) => (index < atRisk ? 80 : 0)),
	);
}
