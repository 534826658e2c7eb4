import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { readAccount, type Account } from './account';
import { ask, type Sender } from './ask';
import {
	explainFault,
	keyOfAnotherTeam,
	notAsa,
	requireField,
	wrongKey,
	wrongTeam,
} from './credentialProblem';
import type { RequestFailure } from './failure';
import { fillPath } from './path';
import { probe } from './probe';
import { pastedTokenSession, writeSession } from './session';
import { field, text } from './wire';

/** In characters: what most servers take of all headers together is no more. */
const longestToken = 16_000;

/**
 * Gets a team token and tries it: mints one from the service user's key (or takes the pasted one) and lists
 * one connection with it. n8n calls this where no token is stored, after a 401, and in every Test.
 * Source: docs/api-contract.md, "Host, team, authentication".
 *
 * @returns the value of the credential's hidden sessionToken
 * @throws UserError saying which field is wrong and what to do; never with a secret in it
 */
export async function openSession(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
): Promise<string> {
	const account = readAccount(credential);
	const isPasted = credential.authentication === 'teamToken';
	const session = isPasted ? pastedTokenSession : await mint(send, credential, account);
	if (isPasted) requireField(credential, 'token', 'Token');
	await probe(send, { ...credential, sessionToken: session }, account);
	return session;
}

async function mint(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	account: Account,
): Promise<string> {
	const answer = await ask(send, credential, {
		method: 'POST',
		url: account.origin + fillPath('/v1/teams/{team}/service_token', account),
		body: {
			key_id: requireField(credential, 'keyId', 'Key ID'),
			key_secret: requireField(credential, 'keySecret', 'Key Secret'),
		},
	});
	if (answer.failure) throw explainMint(answer.failure, account);
	const token = text(field(answer.body, 'bearer_token'));
	if (!token || token.length > longestToken) throw notAsa(account);
	const answeredTeam = text(field(answer.body, 'team_name')) ?? account.team;
	if (answeredTeam.toLowerCase() !== account.team.toLowerCase()) {
		throw keyOfAnotherTeam(account);
	}
	return writeSession(credential, token);
}

function explainMint(failure: RequestFailure, account: Account): Error {
	if (failure.status === 401) return wrongKey(account);
	return failure.status === 404 ? wrongTeam(account) : explainFault(failure, account);
}
