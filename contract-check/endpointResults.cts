import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../nodes/AsaActiveDirectory/asa/endpoints';
import { expectedAnswers } from './expectedAnswers.cts';
import type { Attempt, Evidence, Finding, Hint } from './record.cts';
import { isOwnTemplate } from './variants.cts';

/** What the check found about an endpoint. */
export interface EndpointResult {
	endpoint: EndpointName;
	finding: Finding | 'not tried';
	/** The attempt that decided, if there was one. */
	attempt?: Attempt;
	/** More about it, in words of this tool. */
	note: string;
	/** A variant of the path that answered instead of the table's: the Path Correction to enter. */
	correction?: string;
}

/** What was found about each endpoint of the table. */
export function endpointResults(
	attempts: Attempt[],
	evidence: Evidence,
	wrote: boolean,
): EndpointResult[] {
	return (Object.keys(endpoints) as EndpointName[]).map((endpoint) => {
		const own = attempts.filter((attempt) => attempt.endpoint === endpoint);
		return own.length > 0
			? resultOf(endpoint, own)
			: { endpoint, finding: 'not tried', note: whyNot(endpoint, evidence, wrote) };
	});
}

function resultOf(endpoint: EndpointName, attempts: Attempt[]): EndpointResult {
	const { path } = endpointOf(endpoint);
	const atPath = attempts.filter((attempt) => attempt.path === path);
	const others = attempts.filter((attempt) => attempt.path !== path);
	const confirmed = atPath.findLast(({ finding }) => finding === 'confirmed');
	if (confirmed)
		return { endpoint, finding: 'confirmed', attempt: confirmed, note: alsoOf(atPath) };
	const attempt = atPath.find(({ finding }) => finding === 'contradicted') ?? atPath[0];
	const correction = others.find(({ finding }) => finding === 'confirmed')?.path;
	if (correction !== undefined) {
		return { endpoint, finding: 'contradicted', attempt, note: 'another path answers', correction };
	}
	const tries = new Set(others.map((other) => other.path)).size;
	const note = tries > 0 ? `none of ${tries} other paths answers` : '';
	return { endpoint, finding: attempt.finding, attempt, note };
}

/** What a confirmed endpoint answered at other times. */
function alsoOf(attempts: Attempt[]): string {
	const odd = attempts.filter(({ finding }) => finding !== 'confirmed');
	const answers = [...new Set(odd.map(({ answer }) => answer))];
	return answers.length > 0 ? `also answered: ${answers.join('; ')}` : '';
}

function whyNot(endpoint: EndpointName, { hints }: Evidence, wrote: boolean): string {
	const { neverCalled } = expectedAnswers[endpoint];
	if (neverCalled) return `never tried: ${neverCalled}`;
	const hint = hints.find((candidate) => candidate.endpoint === endpoint && isSign(candidate));
	if (hint) {
		// A path of the team's own specification is the server's text, and not shown here.
		const isOurs = isOwnTemplate(hint.path);
		const path = isOurs ? hint.path : 'a path that openapi.json names';
		return `GET answers ${hint.status} at ${path}: something is there`;
	}
	if (endpointOf(endpoint).method === 'GET') return 'there was nothing to read it for';
	return wrote ? 'a step before it failed' : 'needs --write';
}

/** Whether something seems to be at the path; 401 says nothing about it. */
export function isSign({ status = 404 }: Hint): boolean {
	return status !== 404 && status !== 401;
}
