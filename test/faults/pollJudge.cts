import { listEndpoint } from './baselines.cts';
import type { Poll, TriggerEvidence } from './triggerRun.cts';

/** What was wrong with polls as a whole: with those that failed, and with those that didn't. */
export function wrongPolls(evidence: TriggerEvidence): string[] {
	const { polls } = evidence;
	const failed = polls.filter(({ error, struck }) => error !== undefined && struck === 0);
	const refused = polls.filter(({ isActivation, error }) => isActivation && mayPass(error));
	const rest = polls[polls.length - 1].items;
	return [
		...failed.map(({ error }) => `a poll failed with nothing wrong: ${String(error)}`),
		...refused.map(({ error }) => `not published for what passes: ${String(error)}`),
		...silentPolls(evidence).map((index) => `poll ${index} read nothing, and nobody was told`),
		...rest.map(({ event }) => `told again when nothing was new: ${event}`),
	];
}

/** The causes for which the first poll throws, so that n8n refuses to publish; others pass by themselves. */
const lastingCauses = ['credential-invalid', 'configuration-invalid'];

function mayPass(error: unknown): boolean {
	if (error === undefined) return false;
	const { failure } = error as { failure?: { cause: string } };
	return !lastingCauses.includes(failure?.cause ?? '');
}

/**
 * Polls that went through although no list of connections was answered. The first may: it waits. With durable
 * cursors the first tick is one, as nothing is stored at an activation that waits.
 */
function silentPolls({ polls, engine }: TriggerEvidence): number[] {
	const published = polls.findIndex(({ isActivation, error }) => isActivation && !error);
	const waits = engine === 'durable' ? published + 1 : published;
	return polls.flatMap((poll, index) => (index > waits && isSilent(poll) ? [index] : []));
}

function isSilent({ error, requests }: Poll): boolean {
	const isListed = requests.some(
		({ endpoint, status }) => endpoint === listEndpoint.connections && status === 200,
	);
	return error === undefined && !isListed;
}
