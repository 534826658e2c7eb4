import type { PollEngine } from '../../../engine/harness/poller.cts';
import { wrongRequestTimes } from '../waits.cts';
import type { TriggerEvidence } from '../../runs/triggerRun.cts';

/** Faults that look permanent: a wrong key, role or address has the same symptoms. */
const lasting = [
	...['status 400', 'status 401', 'status 403', 'tokens expire'],
	// Another server than ASA responds like this.
	...['HTML with 200', 'HTML with 404', 'empty body', 'truncated body'],
	...['swap', 'text', 'number', 'null', 'list'].map((variant) => `wrong types: ${variant}`),
	...['redirect on the host', 'redirect to another host'],
	...['the headers', 'the body', 'the encoded body'].map((what) => `refusal that quotes ${what}`),
];

/** With these, the activation must fail. */
const denials = ['status 401', 'status 403'];

/** Findings about whole polls: those that threw, those that should have, slow ones, and the last one. */
export function wrongPolls(evidence: TriggerEvidence): string[] {
	const { polls } = evidence;
	const thrown = polls.filter((poll) => poll.thrown.length > 0);
	const later = thrown.filter(({ isActivation }) => !isActivation);
	const refused = thrown.filter(({ isActivation }) => isActivation);
	const isUnjustified = (faultedRequests: number) => faultedRequests === 0 || !mayRefuse(evidence);
	const rest = polls[polls.length - 1].items;
	return [
		...later.map((poll) => `a poll threw: ${String(poll.thrown[0])}`),
		...refused
			.filter(({ faultedRequests }) => isUnjustified(faultedRequests))
			.map((poll) => `not published because of a transient fault: ${String(poll.thrown[0])}`),
		...(mustRefuse(evidence) && refused.length === 0
			? ['published, although access is denied']
			: []),
		...slowPolls(evidence),
		...wrongRequestTimes(polls.flatMap(({ sent }) => sent)),
		...rest.map(({ event, title }) => `reported although nothing was new: ${event} ${title}`),
	];
}

/** Time limit of a poll by n8n's clock: the poll budgets 5 minutes, or 36 s with the durable scheduler. */
const pollLimitMs: Record<PollEngine, number> = {
	classic: 330_000,
	scheduler: 60_000,
	cursors: 60_000,
};

/** Polls that exceed their time limit. The durable scheduler doesn't limit an activation. */
function slowPolls({ case: { engine }, polls }: TriggerEvidence): string[] {
	return polls
		.filter(({ isActivation, durationMs }) => {
			return durationMs > pollLimitMs[isActivation ? 'classic' : engine];
		})
		.map(({ durationMs }) => `a poll took ${Math.round(durationMs / 1000)} s`);
}

function mayRefuse({ case: { injectedFaults } }: TriggerEvidence): boolean {
	return injectedFaults.some(({ fault }) => lasting.includes(fault.name));
}

function mustRefuse({ case: { injectedFaults, fromActivation } }: TriggerEvidence): boolean {
	const [{ fault, at, lasts, probability = 1 }] = injectedFaults;
	const isAlways = at === 0 && lasts && probability === 1 && injectedFaults.length === 1;
	return fromActivation && isAlways && denials.includes(fault.name);
}
