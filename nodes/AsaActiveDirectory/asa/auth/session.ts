import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { addressWithin, isLoopback, readTarget, type ApiTarget } from './target';
import { isJsonObject } from '../model/json';

/** The credential's hidden value: a token, and what it was minted for. */
interface Session {
	token: string;
	origin: string;
	team: string;
	keyId: string;
	/** Until when it is used by n8n's clock, in milliseconds since 1970 UTC; absent if ASA didn't say. */
	expiresAt?: number;
}

/** Kept in place of a session if the token is pasted: there is nothing to mint, and nothing secret to keep. */
export const pastedTokenSession = '{"authentication":"teamToken"}';

/**
 * The session as the credential stores it.
 *
 * @param expiresAt by n8n's clock, in milliseconds since 1970 UTC
 */
export function writeSession(
	credential: ICredentialDataDecryptedObject,
	token: string,
	expiresAt?: number,
): string {
	const { origin, team } = readTarget(credential);
	const session: Session = { token, origin, team, keyId: keyIdOf(credential), expiresAt };
	return JSON.stringify(session);
}

/** A request as a credential is handed it; n8n's HTTP Request node has names of its own. */
type OutgoingRequest = Omit<IHttpRequestOptions, 'url'> & {
	url?: string;
	uri?: string;
	rejectUnauthorized?: boolean;
	agentOptions?: { rejectUnauthorized?: boolean };
};

/** In the words of both of n8n's request helpers. */
const withoutRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/**
 * Thrown in place of a request for which there is no token. n8n's helper takes it for the API's 401, has a token minted
 * and authenticates the request again (docs/decisions.md, "Renewing the token").
 */
class TokenNeeded extends UserError {
	readonly response = { status: 401 };

	constructor() {
		super('The stored token has expired, or was minted for another host, team or key');
	}
}

/**
 * The request with the team token. Redirects are never followed, for n8n would send the token along
 * (docs/decisions.md, "Redirects and addresses").
 *
 * A request with a timeout is cut off when that has passed, whatever still drips in (docs/decisions.md, "Hard
 * timeouts").
 *
 * @throws UserError if the request goes to another origin than the credential's Base URL, or would not check the
 * server's certificate; TokenNeeded if no token is stored for it
 */
export function authenticate(
	credential: ICredentialDataDecryptedObject,
	request: OutgoingRequest,
): IHttpRequestOptions {
	const target = readTarget(credential);
	if (!staysWithin(target.origin, request)) {
		throw new UserError(
			`A request to a host other than the Base URL ${target.origin} was rejected: the team token is only sent there`,
		);
	}
	requireTrustedServer(request, new URL(target.origin));
	const token = readToken(credential, target);
	const headers = token
		? { ...request.headers, Authorization: `Bearer ${token}` }
		: request.headers;
	return {
		...(request as IHttpRequestOptions),
		...withoutRedirects,
		...hardTimeout(request),
		headers,
	};
}

/**
 * What goes to this machine itself needs no certificate, unless a proxy of the request's own takes it elsewhere.
 *
 * @throws UserError if nothing shows that the server is the one that the token is for
 */
function requireTrustedServer(request: OutgoingRequest, { protocol, hostname }: URL): void {
	const staysHere = isLoopback({ hostname }) && !request.proxy;
	if (staysHere || (protocol === 'https:' && !skipsTlsChecks(request))) return;
	throw new UserError(
		"A request that does not verify the server's certificate was rejected, because it could expose the team token. Turn off 'Ignore SSL Issues', and use 'Proxy' only with a Base URL that starts with https://",
	);
}

/** In the words of both of n8n's request helpers. */
function skipsTlsChecks(request: OutgoingRequest): boolean {
	const { skipSslCertificateValidation, rejectUnauthorized, agentOptions } = request;
	const checks = [rejectUnauthorized, agentOptions?.rejectUnauthorized];
	return skipSslCertificateValidation === true || checks.includes(false);
}

/** A longer time would end at once: Node.js counts timers in 31 bits. */
const longestTimerMs = 2 ** 31 - 1;

/** A signal that ends the whole request: axios' timeout alone is the time without a byte. */
function hardTimeout({
	timeout,
	abortSignal,
}: OutgoingRequest): Pick<OutgoingRequest, 'abortSignal'> {
	if (!timeout || !(timeout > 0)) return {};
	const limit = AbortSignal.timeout(Math.min(timeout, longestTimerMs));
	// Without a listener Node.js 20 may collect it before it ends (docs/decisions.md, "Hard timeouts").
	limit.addEventListener('abort', () => undefined);
	const signals = [limit, abortSignal as AbortSignal | undefined];
	return { abortSignal: AbortSignal.any(signals.filter((signal) => signal !== undefined)) };
}

/** Which of two addresses is taken is n8n's matter, so that each must lead to the origin. */
function staysWithin(origin: string, { url, uri, baseURL }: OutgoingRequest): boolean {
	const addresses = [url, uri].filter((address) => address !== undefined);
	return (
		addresses.length > 0 &&
		addresses.every((address) => addressWithin(origin, address, baseURL) !== undefined)
	);
}

function readToken(credential: ICredentialDataDecryptedObject, target: ApiTarget): string {
	if (credential.authentication === 'teamToken') return pastedToken(credential);
	const session = parseSession(String(credential.sessionToken ?? ''));
	const isBound =
		session?.origin === target.origin &&
		session.team === target.team &&
		session.keyId === keyIdOf(credential);
	const isExpired = Date.now() >= (session?.expiresAt ?? Infinity);
	if (!isBound || isExpired || !session.token) throw new TokenNeeded();
	return session.token;
}

/** The pasted token without what is easily copied with it: space, quotes, and the word Bearer. */
export function pastedToken({ token }: ICredentialDataDecryptedObject): string {
	const bare = (text: string) => text.trim().replace(/^(["'])(.*)\1$/s, '$2');
	return bare(bare(String(token ?? '')).replace(/^Bearer\s+/i, ''));
}

/** The session that a credential stores, or undefined if it stores something else. */
export function parseSession(stored: string): Partial<Session> | undefined {
	try {
		const session: unknown = JSON.parse(stored);
		return isJsonObject(session) ? session : undefined;
	} catch {
		return undefined;
	}
}

function keyIdOf(credential: ICredentialDataDecryptedObject): string {
	return String(credential.keyId ?? '').trim();
}

/** Names of values that must not stand in any text we pass on. */
const secretNames = [
	'keySecret',
	'token',
	'sessionToken',
	'service_account_password',
	'serviceAccountPassword',
];

/** The secret values among the fields of a credential or a request body: as they stand and as they are sent. */
export function secretsOf(...sources: object[]): string[] {
	return sources
		.flatMap((source) => Object.entries(source))
		.filter(([name]) => secretNames.includes(name))
		.flatMap(([, value]) =>
			typeof value === 'string'
				? [value, value.trim(), pastedToken({ token: value }), parseSession(value)?.token]
				: [],
		)
		.filter((secret) => typeof secret === 'string')
		.filter((secret) => secret.trim() !== '');
}
