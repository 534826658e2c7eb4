import type { Certainty, EndpointName } from '../nodes/AsaActiveDirectory/asa/endpoints';
import type { PathParameters } from '../nodes/AsaActiveDirectory/asa/auth/target';
import type { JsonObject } from './json.cts';
import type { Specification } from './specification.cts';

/** One request and its answer. Holds the team's own data, so none of it goes into the report as it is. */
export interface Exchange {
	/** HTTP status; absent if there was no answer. */
	status?: number;
	/** Code of the network fault, such as ECONNREFUSED; absent if there was an answer. */
	networkCode?: string;
	/** With lower-case names. */
	headers: Record<string, unknown>;
	/** Parsed if it is JSON, else the text. */
	body: unknown;
}

/** `inconclusive`: a missing role or a transient fault, say, proves nothing about the contract. */
export type Finding = 'confirmed' | 'contradicted' | 'inconclusive';

/** What an answer says about the contract. */
export interface Assessment {
	finding: Finding;
	/** What was answered, in words of this tool. */
	answer: string;
	/** The API's own name of an error, as it came. */
	errorName?: string;
}

/** One call of an endpoint by the package's own client; retries and further pages are part of it. */
export interface Attempt extends Assessment {
	endpoint: EndpointName;
	/** The path template that was called: the endpoint table's, or a variant of it. */
	path: string;
	query: Record<string, unknown>;
	parameters: PathParameters;
	exchanges: Exchange[];
	/** What the client read: the entries of a list, or the one object. */
	items: JsonObject[];
}

/** What the contract states, and whether the team's answers confirm it; in words of this tool. */
export interface Fact {
	what: string;
	certainty: Certainty;
	finding: 'confirmed' | 'contradicted' | 'not seen';
	/** What was seen. */
	seen: string;
}

/**
 * A fact and its finding.
 *
 * @param holds undefined if nothing that was answered shows it
 */
export function fact(
	what: string,
	certainty: Certainty,
	holds: boolean | undefined,
	seen = '',
): Fact {
	if (holds === undefined) return { what, certainty, finding: 'not seen', seen };
	return { what, certainty, finding: holds ? 'confirmed' : 'contradicted', seen };
}

/** A GET at a path that may take POST alone. */
export interface Hint {
	endpoint: EndpointName;
	path: string;
	status?: number;
}

/** What was found beside the answers of the endpoints themselves. */
export interface Evidence {
	specification?: Specification;
	/** The answer to a connection ID that does not exist. */
	unknownId?: Exchange;
	/** The answer to a list that only Okta Privileged Access has. */
	opaList?: Exchange;
	hints: Hint[];
	/** Facts that only a sequence of writes can show. */
	facts: Fact[];
	/** The path that answered for an endpoint. */
	paths: Map<EndpointName, string>;
	/** Endpoints for which no path answered: their variants are not tried again. */
	missing: Set<EndpointName>;
}

export function createEvidence(): Evidence {
	return { hints: [], facts: [], paths: new Map(), missing: new Set() };
}

/** The relations that a Link header names. */
export function linkRelations({ headers: { link } }: Exchange): string[] {
	const header = Array.isArray(link) ? link.join(', ') : String(link ?? '');
	return [...header.matchAll(/rel="?(\w+)/gi)].map(([, relation]) => relation.toLowerCase());
}

/** Each value with how often it occurs. */
export function counted(values: string[]): string {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].map(([value, times]) => `${value} (${times})`).join(', ');
}

/** The last confirmed attempt at an endpoint with these values in its query. */
export function attemptAt(
	attempts: Attempt[],
	name: EndpointName,
	query: Record<string, unknown> = {},
): Attempt | undefined {
	return attempts.findLast(
		(attempt) =>
			attempt.endpoint === name &&
			attempt.finding === 'confirmed' &&
			JSON.stringify(attempt.query) === JSON.stringify(query),
	);
}
