import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { addressWithin, readTarget, type ApiTarget } from './target';
import { isJsonObject } from '../model/json';

/** The credential's hidden value: a token, and what it was minted for. */
interface Session {
	token: string;
	origin: string;
	team: string;
	keyId: string;
}

/** Kept in place of a session where the token is pasted: there is nothing to mint, and nothing secret to keep. */
export const pastedTokenSession = '{"authentication":"teamToken"}';

/** The session as the credential stores it. */
export function writeSession(credential: ICredentialDataDecryptedObject, token: string): string {
	const { origin, team } = readTarget(credential);
	const session: Session = { token, origin, team, keyId: keyIdOf(credential) };
	return JSON.stringify(session);
}

/** A request as a credential is handed it; n8n's HTTP Request node writes its address as `uri`. */
type OutgoingRequest = Omit<IHttpRequestOptions, 'url'> & { url?: string; uri?: string };

/** In the words of both of n8n's request helpers. */
const withoutRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/**
 * The request with the team token, if there is one for it. A token that was minted for another host, team or
 * key is left out: the API then answers 401 and n8n has a new one minted. Redirects are never followed, for
 * n8n would send the token along (docs/decisions.md, "Redirects and addresses").
 *
 * @throws UserError where the request goes to another origin than the credential's Base URL
 */
export function authenticate(
	credential: ICredentialDataDecryptedObject,
	request: OutgoingRequest,
): IHttpRequestOptions {
	const target = readTarget(credential);
	if (!staysWithin(target.origin, request)) {
		throw new UserError(
			`A request to another address than the Base URL ${target.origin} was refused: the team token goes there alone`,
		);
	}
	const token = readToken(credential, target);
	const headers = token
		? { ...request.headers, Authorization: `Bearer ${token}` }
		: request.headers;
	return { ...(request as IHttpRequestOptions), ...withoutRedirects, headers };
}

/** Which of two addresses is taken is n8n's matter, so that each must lead to the origin. */
function staysWithin(origin: string, { url, uri, baseURL }: OutgoingRequest): boolean {
	const addresses = [url, uri].filter((address) => address !== undefined);
	return (
		addresses.length > 0 &&
		addresses.every((address) => addressWithin(origin, address, baseURL) !== undefined)
	);
}

function readToken(credential: ICredentialDataDecryptedObject, target: ApiTarget) {
	if (credential.authentication === 'teamToken') return String(credential.token ?? '').trim();
	const session = parseSession(String(credential.sessionToken ?? ''));
	const isBound =
		session?.origin === target.origin &&
		session.team === target.team &&
		session.keyId === keyIdOf(credential);
	return isBound ? session.token : undefined;
}

/** The session that a credential stores, or undefined where it stores something else. */
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
			typeof value === 'string' ? [value, value.trim(), parseSession(value)?.token] : [],
		)
		.filter((secret) => typeof secret === 'string')
		.filter((secret) => secret.trim() !== '');
}
