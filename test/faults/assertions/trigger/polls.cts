import type { PollEngine } from '../../../engine/harness/poller.cts';
import { wrongRequestTimes } from '../waits.cts';
import type { TriggerEvidence } from '../../runs/triggerRun.cts';

/** Faults that may last for good: a key, a role or an address that is wrong looks like them. */
const lasting = [
	...['status 400', 'status 401', 'status 403', 'tokens expire'],
	// What isn't ASA answers so.
	...['HTML with 200', 'HTML with 404', 'empty body', 'truncated body'],
	...['swap', 'text', 'number', 'null', 'list'].map((variant) => `wrong types: ${variant}`),
	...['redirect on the host', 'redirect to another host'],
	...['the headers', 'the body', 'the encoded body'].map((what) => `refusal that quotes ${what}`),
];

/** Of these a first poll has to say that nothing can be read. */
const refusing = ['status 401', 'status 403'];

/** What was wrong with polls as a whole: with those that threw, with those that didn't, and with the last one. */
export function wrongPolls(evidence: TriggerEvidence): string[] {
	const { polls } = evidence;
	const thrown = polls.filter((poll) => poll.thrown.length > 0);
	const later = thrown.filter(({ isActivation }) => !isActivation);
	const refused = thrown.filter(({ isActivation }) => isActivation);
	const isUnasked = (struck: number) => struck === 0 || !mayRefuse(evidence);
	const rest = polls[polls.length - 1].items;
	return [
		...later.map((poll) => `a poll threw: ${String(poll.thrown[0])}`),
		...refused
			.filter(({ struck }) => isUnasked(struck))
			.map((poll) => `not published for what passes: ${String(poll.thrown[0])}`),
		...(mustRefuse(evidence) && refused.length === 0
			? ['published, although nobody may read']
			: []),
		...slowPolls(evidence),
		...wrongRequestTimes(polls.flatMap(({ sent }) => sent)),
		...rest.map(({ event, title }) => `told when nothing was new: ${event} ${title}`),
	];
}

/** How long a poll may take by n8n's clock, in milliseconds: it has 5 minutes, or 36 s of the durable scheduler. */
const longestPollMs: Record<PollEngine, number> = {
	classic: 330_000,
	scheduler: 60_000,
	durable: 60_000,
};

/** Polls that outlast what n8n gives them. An activation isn't timed by the durable scheduler. */
function slowPolls({ case: { engine }, polls }: TriggerEvidence): string[] {
	return polls
		.filter(({ isActivation, durationMs }) => {
			return durationMs > longestPollMs[isActivation ? 'classic' : engine];
		})
		.map(({ durationMs }) => `a poll took ${Math.round(durationMs / 1000)} s`);
}

function mayRefuse({ case: { strikes } }: TriggerEvidence): boolean {
	return strikes.some(({ fault }) => lasting.includes(fault.name));
}

function mustRefuse({ case: { strikes, fromActivation } }: TriggerEvidence): boolean {
	const [{ fault, at, lasts, probability = 1 }] = strikes;
	const isAlways = at === 0 && lasts && probability === 1 && strikes.length === 1;
	return fromActivation && isAlways && refusing.includes(fault.name);
}
