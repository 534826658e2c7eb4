import type { Failure, ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { readAccount, type Account } from './account';
import { endpoints } from './endpoints';
import { networkFaultInWords, readAnswer, type RequestFailure } from './failure';
import { fillPath } from './path';
import { plainText, secretsOf } from './redact';
import { authenticate, pastedTokenSession, writeSession, type Sender } from './session';
import { field, isWire, text } from './wire';

/**
 * Why a credential can't be used. n8n shows the message of an error without `response` and `code` word for
 * word, in a Test too [measured]; `failure` steers the back-off of newer hosts.
 */
export class CredentialProblem extends UserError {
	constructor(
		message: string,
		readonly failure: Failure = { cause: 'credential-invalid' },
	) {
		super(message);
	}
}

/**
 * Gets a team token and tries it: mints one from the service user's key (or takes the pasted one) and lists
 * one connection with it. n8n calls this where no token is stored, after a 401, and in every Test.
 * Source: contract, "Host, team, authentication".
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
	if (!token) throw notAsa(account);
	const answeredTeam = text(field(answer.body, 'team_name')) ?? account.team;
	if (answeredTeam.toLowerCase() !== account.team.toLowerCase()) {
		throw new CredentialProblem(
			`Team Name is "${account.team}", but the key belongs to another team. Enter the team of the service user`,
		);
	}
	return writeSession(credential, token);
}

function explainMint(failure: RequestFailure, account: Account): Error {
	if (failure.status === 401) {
		return new CredentialProblem(
			`Key ID or Key Secret is wrong, or the key isn't one of team "${account.team}" (401). Check all three, or create a new API key for the service user`,
		);
	}
	if (failure.status === 404) return wrongTeam(account);
	return explainOther(failure, account);
}

/** Lists one connection, to tell a token that is good from one that is wrong or lacks the role. */
async function probe(
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
	if (failure.status === 404) return wrongTeam(account);
	if (failure.status !== 401) return explainOther(failure, account);
	if (failure.name === 'authorization_error') {
		return new CredentialProblem(
			`The service user lacks a role (401, ${failure.message}). Give it the team role access_admin in Okta`,
		);
	}
	return new CredentialProblem(
		credential.authentication === 'teamToken'
			? `Token has expired, is wrong, or isn't one of team "${account.team}" (401). Paste a new one, or use a Service User Key, which renews itself`
			: `Okta refuses the token it has just given (401, ${failure.message}). Check Team Name and that the service user is active`,
	);
}

/**
 * Whether the team lives on Okta Privileged Access, which has no sync jobs: its host, or a route that ASA
 * answers with 404. Source: contract, "Okta Privileged Access" (the 404 is assumed).
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

interface Answer {
	body: Record<string, unknown>;
	failure?: RequestFailure;
}

/** One request of the credential's own. Its answer is looked at whatever its status; n8n must not renew here. */
async function ask(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<Answer> {
	const options: IHttpRequestOptions = {
		...request,
		json: true,
		returnFullResponse: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		timeout: 30_000,
	};
	try {
		const { statusCode, headers, body } = await send(options);
		const wire = isWire(body) ? body : {};
		if (statusCode >= 200 && statusCode < 300) return { body: wire };
		const failure = readAnswer(statusCode, headers, body);
		failure.message = plainText(failure.message ?? failure.name ?? '', secretsOf(credential));
		return { body: wire, failure };
	} catch (error) {
		const { code = 'no answer' } = error as { code?: string };
		return { body: {}, failure: { networkCode: code } };
	}
}

function explainOther(failure: RequestFailure, account: Account): Error {
	const { networkCode, status = 0, retryAfterMs } = failure;
	if (networkCode) {
		return new CredentialProblem(
			`No answer from ${account.origin}: ${networkFaultInWords(networkCode)}. Check Base URL, and that this n8n reaches it`,
			{ cause: 'temporarily-unavailable' },
		);
	}
	if (status === 429) {
		const seconds =
			retryAfterMs === undefined
				? ''
				: ` It takes the next in ${Math.ceil(retryAfterMs / 1000)} s.`;
		return new CredentialProblem(
			`Okta is getting too many requests (429).${seconds} Try again later`,
			{
				cause: 'rate-limited',
				retryAfterMs,
			},
		);
	}
	if (status >= 500) {
		return new CredentialProblem(`${account.origin} failed with ${status}. Try again later`, {
			cause: 'temporarily-unavailable',
		});
	}
	if (status === 403) {
		return new CredentialProblem(
			`Okta denies access to team "${account.team}" (403, ${failure.message}). Ask the administrator of the team`,
		);
	}
	if (status >= 300 && status < 400) {
		return new CredentialProblem(
			`Base URL ${account.origin} answered with a redirect (${status}), which is refused. Enter the address of the API itself`,
		);
	}
	return notAsa(account);
}

function wrongTeam(account: Account): Error {
	return new CredentialProblem(
		`Team Name "${account.team}" isn't known at ${account.origin} (404). Enter the name that Okta shows as team`,
	);
}

function opaTeam(account: Account): Error {
	return new CredentialProblem(
		`Team "${account.team}" lives on Okta Privileged Access, which has no AD sync jobs. This package works with Advanced Server Access teams`,
		{ cause: 'configuration-invalid' },
	);
}

function notAsa(account: Account): Error {
	return new CredentialProblem(
		`The answer of ${account.origin} isn't one of Advanced Server Access. Check Base URL, and whether a proxy answers in its place`,
		{ cause: 'configuration-invalid' },
	);
}

function requireField(
	credential: ICredentialDataDecryptedObject,
	name: string,
	label: string,
): string {
	const value = String(credential[name] ?? '').trim();
	if (!value) throw new CredentialProblem(`${label} is empty. Enter it in the credential`);
	return value;
}
