import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../nodes/AsaActiveDirectory/api/endpoints';
import { isHint, type Evidence } from './evidence.cts';
import type { Attempt } from './exchange.cts';
import type { Verdict } from './judge.cts';
import { isVariant } from './variants.cts';
import { neverWritten } from './writing.cts';

/** How an endpoint stands after the check. */
export interface Standing {
	endpoint: EndpointName;
	verdict: Verdict | 'not tried';
	/** The attempt that decided, if there was one. */
	attempt?: Attempt;
	/** More about it, in words of this tool. */
	note: string;
	/** A variant of the path that answered in place of the table's: the Path Correction to enter. */
	correction?: string;
}

/** How every endpoint of the table stands. */
export function standings(attempts: Attempt[], evidence: Evidence, wrote: boolean): Standing[] {
	return (Object.keys(endpoints) as EndpointName[]).map((endpoint) => {
		const own = attempts.filter((attempt) => attempt.endpoint === endpoint);
		return own.length > 0
			? tried(endpoint, own)
			: { endpoint, verdict: 'not tried', note: whyNot(endpoint, evidence, wrote) };
	});
}

function tried(endpoint: EndpointName, attempts: Attempt[]): Standing {
	const { path } = endpointOf(endpoint);
	const atPath = attempts.filter((attempt) => attempt.path === path);
	const others = attempts.filter((attempt) => attempt.path !== path);
	const confirmed = atPath.findLast(({ verdict }) => verdict === 'confirmed');
	const correct = others.find(({ verdict }) => verdict === 'confirmed');
	if (confirmed) {
		const odd = atPath.filter(({ verdict }) => verdict !== 'confirmed').map(({ said }) => said);
		const note = odd.length > 0 ? `also answered: ${[...new Set(odd)].join('; ')}` : '';
		return { endpoint, verdict: 'confirmed', attempt: confirmed, note };
	}
	const attempt = atPath.find(({ verdict }) => verdict === 'refuted') ?? atPath[0];
	if (correct) {
		return {
			endpoint,
			verdict: 'refuted',
			attempt,
			note: 'another path answers',
			correction: correct.path,
		};
	}
	const tries = new Set(others.map((other) => other.path)).size;
	const note = tries > 0 ? `nor does any of ${tries} other paths answer` : '';
	return { endpoint, verdict: attempt.verdict, attempt, note };
}

function whyNot(endpoint: EndpointName, { hints }: Evidence, wrote: boolean): string {
	if (neverWritten[endpoint]) return neverWritten[endpoint];
	const hint = hints.find((candidate) => candidate.endpoint === endpoint && isHint(candidate));
	if (hint) {
		// A path of the team's own specification is the server's word, and not shown here.
		const isOurs = isVariant(endpoint, hint.path);
		const path = isOurs ? shortPath(hint.path) : 'a path that openapi.json names';
		return `GET answers ${hint.status} at ${path}: something is there`;
	}
	if (endpointOf(endpoint).method === 'GET') return 'there was nothing to ask it for';
	return wrote ? 'what comes before it failed' : 'needs --write';
}

/** A path as the README's table shows it. */
export function shortPath(path: string): string {
	return path
		.replace('/v1/teams/{team}/integrations/ad_connections', 'C')
		.replace('/v1/teams/{team}', 'T');
}
