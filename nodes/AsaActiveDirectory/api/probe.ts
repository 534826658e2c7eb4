import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Account } from './account';
import { ask, type Sender } from './ask';
import {
	explainFault,
	missingRole,
	notAsa,
	opaTeam,
	refusedToken,
	wrongCorrection,
	wrongTeam,
	wrongToken,
} from './credentialProblem';
import { endpoints } from './endpoints';
import type { RequestFailure } from './failure';
import { fillPath } from './path';
import { authenticate } from './session';
import { field } from './wire';

/** Lists one connection, to tell a token that is good from one that is wrong or lacks the role. */
export async function probe(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	account: Account,
): Promise<void> {
	const template = account.pathCorrections.listConnections ?? endpoints.listConnections.path;
	const url = account.origin + fillPath(template, account);
	const request = authenticate(credential, { method: 'GET', url, qs: { count: 1 } });
	const answer = await ask(send, credential, request);
	if (!answer.failure) {
		if (field(answer.body, 'list') === undefined) throw notAsa(account);
		return;
	}
	const { status = 0, name } = answer.failure;
	const mayBeOpa = status === 404 || (status === 401 && name === 'authorization_error');
	if (mayBeOpa && (await isOpaTeam(send, credential, account))) throw opaTeam(account);
	// A passing fault says nothing about the token; the request that needs it will be repeated.
	if (status === 429 || status >= 500) return;
	throw explainProbe(answer.failure, credential, account);
}

function explainProbe(
	failure: RequestFailure,
	credential: ICredentialDataDecryptedObject,
	account: Account,
): Error {
	const { status, name, message } = failure;
	if (status === 404) {
		return account.pathCorrections.listConnections ? wrongCorrection(account) : wrongTeam(account);
	}
	if (status !== 401) return explainFault(failure, account);
	if (name === 'authorization_error') return missingRole(message);
	return credential.authentication === 'teamToken' ? wrongToken(account) : refusedToken(message);
}

/**
 * Whether the team lives on Okta Privileged Access, which has no sync jobs: its host, or a route that ASA
 * answers with 404. Source: docs/api-contract.md, "Okta Privileged Access" (the 404 is assumed).
 */
async function isOpaTeam(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	account: Account,
): Promise<boolean> {
	if (new URL(account.origin).hostname.endsWith('.pam.okta.com')) return true;
	const url = account.origin + fillPath('/v1/teams/{team}/connections/active_directory', account);
	const request = authenticate(credential, { method: 'GET', url, qs: { count: 1 } });
	const answer = await ask(send, credential, request);
	return !answer.failure || answer.failure.status === 401;
}
