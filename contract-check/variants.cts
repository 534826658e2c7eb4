import { endpointOf, endpoints } from '../nodes/AsaActiveDirectory/asa/endpoints';
import type { PathParameters } from '../nodes/AsaActiveDirectory/asa/auth/target';
import type { Attempt, Evidence } from './record.cts';
import { namedPaths } from './specification.cts';
import type { CallOptions, Team } from './team.cts';

/** The endpoints for which other paths are tried: no team was ever seen to answer them. */
export const searchedNames = [
	'listServerSyncResults',
	'getServerSyncResult',
	'testServerSyncJob',
	'listUserSyncResults',
	'getUserSyncResult',
	'testUserSyncJob',
] as const;

export type SearchedName = (typeof searchedNames)[number];

/** Most paths to try for one endpoint. */
export const maxPaths = 16;

/** What may follow the ID of a result. */
const suffixes = ['detailed_summary', '', 'details', 'summary'];

/**
 * The path templates that an endpoint may have, its own first, then by likelihood: each piece after the job's ID
 * in singular and plural, with fewer and more words, and by another name; after a result's ID, each suffix.
 *
 * @param template a path of the endpoint table, or one that answered for a list
 */
export function variantsOf(template: string): string[] {
	const [base, tail] = template.split('{job}/');
	const [piece, ending] = tail.split('/{result}');
	const names = namesOf(piece, base);
	if (ending === undefined) return names.map((name) => `${base}{job}/${name}`).slice(0, maxPaths);
	const ends = unique([ending.slice(1), ...suffixes]);
	return diagonally(names, ends)
		.map(([name, end]) => `${base}{job}/${name}/{result}${end && `/${end}`}`)
		.slice(0, maxPaths);
}

/** Where the details of a result may be below the path that answered for the list. */
export function detailsPaths(listPath: string): string[] {
	return suffixes.map((end) => `${listPath}/{result}${end && `/${end}`}`);
}

/** Names for a collection or an action, by likelihood. */
function namesOf(piece: string, base: string): string[] {
	const kind = base.includes('user_sync_task_settings') ? 'user_sync_' : 'server_sync_';
	const prefixes = piece.startsWith(kind) ? ['ad_'] : ['ad_', kind, `ad_${kind}`];
	const longer = prefixes.map((prefix) => prefix + piece);
	const shorter = withFewerWords(piece);
	const names = /results?$/.test(piece)
		? [...shorter, ...longer, 'sync_results', 'recent_task_results']
		: [...longer, 'test', 'run_test', ...shorter];
	return unique([piece, otherNumber(piece), ...names, ...names.map(otherNumber)]);
}

/** `user_sync_task_results` as `task_results`, `user_sync_results` and `results`. */
function withFewerWords(piece: string): string[] {
	const words = piece.match(/user_sync|server_sync|[a-z]+/g) ?? [];
	const noun = words.at(-1) ?? piece;
	const one = words.slice(0, -1).map((_, left) => words.filter((_word, at) => at !== left));
	return unique([...one.map((kept) => kept.join('_')), noun]).filter((name) => name !== piece);
}

/** Singular for plural and the reverse. */
function otherNumber(name: string): string {
	return name.endsWith('s') ? name.slice(0, -1) : `${name}s`;
}

/** All pairs, those of likely names and likely ends first. */
function diagonally(names: string[], ends: string[]): Array<[string, string]> {
	const pairs = names.flatMap((name, rank) =>
		ends.map((end, offset) => ({ pair: [name, end] as [string, string], rank: rank + offset })),
	);
	return pairs.sort((a, b) => a.rank - b.rank).map(({ pair }) => pair);
}

function unique(texts: string[]): string[] {
	return [...new Set(texts)];
}

/** Each piece of the paths that this file makes; a piece that a server sent is none of them. */
const ownPieces = new Set(
	searchedNames.flatMap((name) => variantsOf(endpoints[name].path)).flatMap(piecesOf),
);

function piecesOf(path: string): string[] {
	return path.split('/');
}

/** Whether a path template is made of nothing that a server sent. */
export function isOwnTemplate(path: string): boolean {
	return piecesOf(path).every((piece) => ownPieces.has(piece));
}

/**
 * The path templates to try for an endpoint: its own, then the likely ones, then those that the team's own
 * specification names, then the variants.
 */
export function pathsToTry(path: string, likely: string[], named: string[]): string[] {
	return unique([path, ...likely, ...named, ...variantsOf(path)]).slice(0, maxPaths);
}

/** What a search for a path starts from. */
interface Search {
	/** The path that is tried first, instead of the endpoint table's. */
	path?: string;
	/** Paths that are tried next. */
	likely?: string[];
	options?: CallOptions;
}

/**
 * Calls an endpoint by one path after the other until one answers; from then on it is called by that one alone.
 *
 * @returns the attempt that was confirmed, if any
 */
export async function search(
	team: Team,
	evidence: Evidence,
	name: SearchedName,
	parameters: PathParameters,
	{ path: own = endpointOf(name).path, likely = [], options = {} }: Search = {},
): Promise<Attempt | undefined> {
	const known = evidence.paths.get(name);
	const named = namedPaths(evidence.specification, name);
	const all = evidence.missing.has(name) ? [own] : pathsToTry(own, likely, named);
	for (const path of known === undefined ? all : [known]) {
		const attempt = await team.call(name, parameters, { ...options, path });
		if (attempt.finding === 'confirmed') {
			evidence.paths.set(name, path);
			return attempt;
		}
		if (!saysOtherPath(attempt)) return undefined;
	}
	evidence.missing.add(name);
	return undefined;
}

/** A missing role or a transient fault says nothing about the path, so another one would fare no better. */
function saysOtherPath({ finding, exchanges }: Attempt): boolean {
	return finding === 'contradicted' || exchanges.at(-1)?.status === 404;
}
