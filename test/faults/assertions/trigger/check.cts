import { wrongGone } from './deletions.cts';
import { wrongItems } from './items.cts';
import { endedRuns, judgeJob } from './jobs.cts';
import { itemKeyOf } from './jobKeys.cts';
import { wrongOutages } from './outages.cts';
import { wrongPairs } from './incidentPairs.cts';
import { wrongPolls } from './polls.cts';
import type { TriggerEvidence } from '../../runs/triggerRun.cts';

/** What a trigger did wrong, in words. */
export interface TriggerVerdict {
	/** Results that were to be delivered. */
	due: number;
	delivered: number;
	lost: string[];
	duplicated: string[];
	/** Incidents that were none, that nobody was told of, or that were never closed. */
	wrongIncidents: string[];
	/** Items, errors and polls that nothing in the team accounts for. */
	wrongAnswers: string[];
}

/** Judges a trigger by the true history of the team, once all faults are over. */
export function judgeTrigger(evidence: TriggerEvidence): TriggerVerdict {
	const ended = endedRuns(evidence.history);
	const items = evidence.polls.flatMap((poll) => poll.items);
	const delivered = items
		.filter(({ event }) => event === 'newResult')
		.map(({ result_id }) => String(result_id));
	const jobs = new Set([
		...ended.map(({ job }) => job),
		...items.filter(({ job_name }) => job_name !== null).map(itemKeyOf),
	]);
	const verdicts = [...jobs].map((job) => judgeJob(evidence, ended, job));
	return {
		due: verdicts.reduce((sum, { due }) => sum + due, 0),
		delivered: new Set(delivered).size,
		lost: verdicts.flatMap(({ lost }) => lost),
		duplicated: delivered
			.filter((id, index) => delivered.indexOf(id) !== index)
			.map((id) => `delivered twice: result ${id}`),
		wrongIncidents: [
			...verdicts.flatMap(({ wrongIncidents }) => wrongIncidents),
			...wrongGone(evidence),
			...wrongOutages(evidence),
			...wrongPairs(evidence),
		],
		wrongAnswers: [
			...verdicts.flatMap(({ wrongAnswers }) => wrongAnswers),
			...wrongItems(evidence),
			...wrongPolls(evidence),
		],
	};
}
