import type { State } from '../../../../sandbox/state.cts';
import { jobsOf } from '../expectedState.cts';

/**
 * Fields that no document names and that a team with such fields lost in a write: an update sets to null what it
 * doesn't send.
 *
 * @param states of the team, the last one after the run
 */
export function lostFields(states: readonly State[]): string[] {
	const { connections } = states[states.length - 1];
	const jobs = connections.flatMap(jobsOf);
	return [...connections, ...jobs].flatMap(({ id, extraFields }) =>
		Object.entries(extraFields ?? {})
			.filter(([, value]) => value === null)
			.map(([name]) => `lost in a write: ${name} of ${id}`),
	);
}
