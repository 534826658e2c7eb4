import type { SyncEvent } from './events';
import { jobKeys } from './jobKeys';
import type { JobTurn } from './jobTurn';
import type { Observation, ObservedConnection } from './observation';
import { reduce } from './reduce';
import { readRuns } from './runs';
import { allKinds, watchedKinds, type Settings } from './settings';
import type { State } from './state';
import { seconds } from './time';

/**
 * How things are by the trigger's rules, with nothing remembered: each job with its runs at hand and the state
 * that follows from them, and what a first poll would report. No later poll will read what could not be read,
 * so the recent results have to do there.
 */
export function takeBaseline(
	observation: Observation,
	settings: Settings,
): { turns: JobTurn[]; events: SyncEvent[] } {
	const connections = observation.connections.map(withRecentResults);
	const { state, events } = reduce(undefined, { ...observation, connections }, settings);
	const turns = observation.connections.flatMap((connection) =>
		turnsOf(connection, state, settings, observation.now),
	);
	return { turns, events };
}

function withRecentResults(connection: ObservedConnection): ObservedConnection {
	const jobs: ObservedConnection['jobs'] = {};
	for (const kind of allKinds) {
		jobs[kind] = connection.jobs[kind]?.map((job) =>
			job.history === 'not read' ? { ...job, history: 'no path' } : job,
		);
	}
	return { ...connection, jobs };
}

function turnsOf(
	connection: ObservedConnection,
	state: State,
	settings: Settings,
	now: number,
): JobTurn[] {
	const lists = state.connections.get(connection.id)?.lists;
	return watchedKinds(settings.selection).flatMap((kind) => {
		const jobs = connection.jobs[kind] ?? [];
		const keys = jobKeys(jobs);
		return jobs.flatMap(({ name, results }, index): JobTurn[] => {
			const key = keys[index];
			const draft = lists?.[kind]?.jobs.get(key);
			if (!draft) return [];
			const { testIdsEverywhere } = draft;
			const { failureWords } = settings;
			const runs = readRuns(results, { failureWords, testIdsEverywhere, now });
			return [
				{ connection, kind, key, name, settings, now: seconds(now), runs, draft, events: [] },
			];
		});
	});
}
