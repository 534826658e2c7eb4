import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { RequestFailure } from '../http/failure';
import { fillPath } from './target';
import { readField, toText } from '../model/json';
import { credentialError, faultError, requireField } from './messages';
import { probe, rawRequest, type Sender } from './probe';
import { pastedToken, pastedTokenSession, writeSession } from './session';
import { readTarget, type ApiTarget } from './target';

/** In characters: what most servers take of all headers together is no more. */
const maxTokenLength = 16_000;

/**
 * Gets a team token and tries it: mints one from the service user's key (or takes the pasted one) and lists one
 * connection with it. n8n calls this if no token is stored, after a 401, and in every Test.
 * Source: docs/api-contract.md, "Host, team, authentication".
 *
 * @returns the value of the credential's hidden sessionToken
 * @throws UserError saying which field is wrong and what to do; never with a secret in it
 */
export async function openSession(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
): Promise<string> {
	const target = readTarget(credential);
	const isPasted = credential.authentication === 'teamToken';
	const session = isPasted ? pastedTokenSession : await mint(send, credential, target);
	if (isPasted) requireField({ token: pastedToken(credential) }, 'token', 'Token');
	await probe(send, { ...credential, sessionToken: session }, target);
	return session;
}

async function mint(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	target: ApiTarget,
): Promise<string> {
	const answer = await rawRequest(send, credential, {
		method: 'POST',
		url: target.origin + fillPath('/v1/teams/{team}/service_token', target),
		body: {
			key_id: requireField(credential, 'keyId', 'Key ID'),
			key_secret: requireField(credential, 'keySecret', 'Key Secret'),
		},
	});
	if (answer.failure) throw explainMint(answer.failure, target);
	const token = toText(readField(answer.body, 'bearer_token'));
	if (!token || token.length > maxTokenLength) throw credentialError('notAsa', target);
	const answeredTeam = toText(readField(answer.body, 'team_name')) ?? target.team;
	if (answeredTeam.toLowerCase() !== target.team.toLowerCase()) {
		throw credentialError('keyOfAnotherTeam', target);
	}
	const expiresAt = Date.parse(toText(readField(answer.body, 'expires_at')) ?? '');
	// The difference counts, because n8n's clock may be wrong.
	const lifetimeMs = expiresAt - (answer.sentAt ?? Date.now());
	return writeSession(
		credential,
		token,
		lifetimeMs > 0 ? Date.now() + useMs(lifetimeMs) : undefined,
	);
}

/** How long a token is used: not to its very end, since a request takes its time to reach ASA. */
function useMs(lifetimeMs: number): number {
	return lifetimeMs - Math.min(10_000, lifetimeMs / 10);
}

/** What the server said isn't quoted: the request held the key's secret. */
function explainMint(failure: RequestFailure, target: ApiTarget): Error {
	if (failure.status === 401) return credentialError('wrongKey', target);
	if (failure.status === 404) return credentialError('wrongTeam', target);
	return faultError({ ...failure, message: undefined }, target);
}
