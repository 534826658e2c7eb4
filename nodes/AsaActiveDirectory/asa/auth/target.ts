import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { endpointOf, endpoints, type EndpointName } from '../endpoints';
import { isJsonObject } from '../model/json';

/** The credential type whose token authenticates every request. */
export const credentialType = 'oktaAsaApi';

/** The credential of a node, by the name that the user gave it. */
export function credentialOf({ credentials }: INode): string {
	const name = credentials?.[credentialType]?.name;
	return name ? `the credential "${name}"` : 'the credential of this node';
}

/** Where requests of a credential go: the host, the team, and what the user corrected. */
export interface ApiTarget {
	/** Scheme, host and port of the Base URL, as in `https://app.scaleft.com`. */
	origin: string;
	team: string;
	/** Path templates that replace those of the endpoint table. */
	pathCorrections: Partial<Record<EndpointName, string>>;
}

/** Hosts to which Okta's own client sends a key. Source: docs/api-contract.md, "Host, team, authentication". */
const oktaHosts = ['scaleft.com', 'scaleft.io', 'okta.com', 'oktapreview.com', 'okta-emea.com'];

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Whether requests to a host never leave the machine. */
export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
	return loopbackHosts.includes(hostname);
}

/**
 * Reads and checks what a credential of type `oktaAsaApi` says about host, team and paths.
 *
 * @throws UserError naming the credential's field that is wrong and what to enter
 */
export function readTarget(credential: ICredentialDataDecryptedObject): ApiTarget {
	const team = String(credential.teamName ?? '').trim();
	if (team === '' || team === '.' || team === '..') {
		throw new UserError(
			"Team Name is empty or invalid. Enter the team name as in the URL of ASA's dashboard",
		);
	}
	return {
		origin: readOrigin(String(credential.baseUrl ?? ''), credential.allowOtherHost === true),
		team,
		pathCorrections: readPathCorrections(credential.pathCorrections),
	};
}

/**
 * The origin of a Base URL: https (http only for loopback), no user info, no path, a host of Okta's
 * unless other hosts are allowed. Loopback needs no leave.
 */
function readOrigin(baseUrl: string, allowOtherHost: boolean): string {
	const url = parseUrl(baseUrl.trim());
	if (!url) {
		throw new UserError('Base URL is not a URL. Enter one such as https://app.scaleft.com');
	}
	if (url.username || url.password) {
		throw new UserError('Base URL contains a user name or password. Enter it without them');
	}
	if (url.pathname !== '/' || url.search || url.hash) {
		throw new UserError(
			'Base URL contains more than scheme and host. Enter it without a path, as in https://app.scaleft.com',
		);
	}
	const loopback = isLoopback(url);
	if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:')) {
		throw new UserError(
			'Base URL must start with https://, because the team token is only sent encrypted',
		);
	}
	if (!loopback && !allowOtherHost && !isOktaHost(url.hostname)) {
		throw new UserError(
			`Base URL points to ${url.hostname}, which is not an Okta host. Correct it, or turn on Allow Other Host`,
		);
	}
	return url.origin;
}

/**
 * The address in full, or undefined if it leads to another origin, or carries user info.
 * Not told by its `origin`, which a blob: address of another scheme shares.
 */
export function addressWithin(origin: string, url: string, base?: string): string | undefined {
	const address = parseUrl(url, base)?.href;
	return address?.startsWith(`${origin}/`) ? address : undefined;
}

function parseUrl(address: string, base?: string): URL | undefined {
	return URL.canParse(address, base) ? new URL(address, base) : undefined;
}

function isOktaHost(host: string): boolean {
	return oktaHosts.some((okta) => host === okta || host.endsWith(`.${okta}`));
}

/** Path corrections as the credential stores them: `{ correction: [{ endpoint, path }] }`. */
function readPathCorrections(stored: unknown): ApiTarget['pathCorrections'] {
	const rows = isJsonObject(stored) ? stored.correction : undefined;
	const corrections: ApiTarget['pathCorrections'] = {};
	for (const row of Array.isArray(rows) ? rows : []) {
		const { endpoint, path } = isJsonObject(row) ? row : {};
		const name = String(endpoint ?? '');
		const template = String(path ?? '').trim();
		if (!isEndpointName(name)) {
			throw new UserError(
				`Path Corrections name an unknown endpoint "${name}". Pick one from the list`,
			);
		}
		const problem = templateProblem(template, endpointOf(name).path);
		if (problem) {
			throw new UserError(`Path Corrections for "${endpointOf(name).what}": ${problem}`);
		}
		corrections[name] = template;
	}
	return corrections;
}

function isEndpointName(name: string): name is EndpointName {
	return Object.hasOwn(endpoints, name);
}

/** What fills the braces of a path template. */
export type PathParameters = Partial<
	Record<'team' | 'connection' | 'job' | 'result' | 'gateway', string>
>;

const placeholder = /\{(\w+)\}/g;

/**
 * Fills a path template piece by piece, each encoded separately, so that an id such as `../../users` or
 * `a?b#c` stays one piece of the path.
 *
 * @returns the path, or undefined where a piece is missing, empty, `.` or `..` (which would climb)
 */
export function fillPath(template: string, parameters: PathParameters): string | undefined {
	let complete = true;
	const path = template.replace(placeholder, (_, name: keyof PathParameters) => {
		const piece = parameters[name]?.trim() ?? '';
		if (piece === '' || piece === '.' || piece === '..') complete = false;
		return encodePiece(piece);
	});
	return complete ? path : undefined;
}

/** Encodes one piece of a path; lone surrogates, which can't be encoded, become the replacement character. */
function encodePiece(piece: string): string {
	return encodeURIComponent(piece.toWellFormed());
}

/**
 * What is wrong with a corrected path template, in words for the user, or undefined. It must keep the
 * placeholders of the original and stay a plain path on the same origin. The path itself is left out: n8n's panel
 * cuts off words that long.
 */
export function templateProblem(template: string, original: string): string | undefined {
	const wanted = placeholders(original);
	const found = placeholders(template);
	if (!/^\/(?!\/)[\w\-.~/{}]+$/.test(template)) {
		return 'the path is not a plain path. Enter one that starts with a single slash, as in /v1/teams/{team}/new_path';
	}
	if (template.split('/').some((piece) => piece === '.' || piece === '..')) {
		return 'the path contains . or .. as a segment. Enter the full path';
	}
	if (wanted.join() !== found.join() || /[{}]/.test(template.replace(placeholder, ''))) {
		return `the path must contain ${wanted.join(', ')} once each, and no other braces`;
	}
	return undefined;
}

function placeholders(template: string): string[] {
	return (template.match(placeholder) ?? []).sort();
}
