import { wrongDeletions } from './deletions.cts';
import { wrongItems } from './items.cts';
import { endedRuns, checkJob } from './jobs.cts';
import { itemKeyOf } from './jobKeys.cts';
import { wrongOutages } from './outages.cts';
import { wrongPairs } from './incidentPairs.cts';
import { wrongPolls } from './polls.cts';
import type { TriggerEvidence } from '../../runs/triggerRun.cts';

/** What a trigger did wrong, in words. */
export interface TriggerFindings {
	/** Results that were to be delivered. */
	due: number;
	delivered: number;
	lost: string[];
	duplicated: string[];
	/** Incidents that were false, not reported, or never closed. */
	wrongIncidents: string[];
	/** Items, errors and polls that nothing in the team explains. */
	wrongAnswers: string[];
}

/** Compares all items of a trigger with the history of the team, once all faults are over. */
export function checkTrigger(evidence: TriggerEvidence): TriggerFindings {
	const ended = endedRuns(evidence.history);
	const items = evidence.polls.flatMap((poll) => poll.items);
	const delivered = items
		.filter(({ event }) => event === 'newResult')
		.map(({ result_id }) => String(result_id));
	const jobs = new Set([
		...ended.map(({ job }) => job),
		...items.filter(({ job_name }) => job_name !== null).map(itemKeyOf),
	]);
	const findings = [...jobs].map((job) => checkJob(evidence, ended, job));
	return {
		due: findings.reduce((sum, { due }) => sum + due, 0),
		delivered: new Set(delivered).size,
		lost: findings.flatMap(({ lost }) => lost),
		duplicated: delivered
			.filter((id, index) => delivered.indexOf(id) !== index)
			.map((id) => `delivered twice: result ${id}`),
		wrongIncidents: [
			...findings.flatMap(({ wrongIncidents }) => wrongIncidents),
			...wrongDeletions(evidence),
			...wrongOutages(evidence),
			...wrongPairs(evidence),
		],
		wrongAnswers: [
			...findings.flatMap(({ wrongAnswers }) => wrongAnswers),
			...wrongItems(evidence),
			...wrongPolls(evidence),
		],
	};
}
