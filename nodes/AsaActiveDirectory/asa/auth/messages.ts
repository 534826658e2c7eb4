import type { Failure, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import type { Account } from './account';
import { endpoints } from './endpoints';
import { networkFaultInWords, type RequestFailure } from './failure';

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

/** A field of the credential that must not be empty. */
export function requireField(
	credential: ICredentialDataDecryptedObject,
	name: string,
	label: string,
): string {
	const value = String(credential[name] ?? '').trim();
	if (!value) throw new CredentialProblem(`${label} is empty. Enter it in the credential`);
	return value;
}

export function wrongTeam(account: Account): Error {
	return new CredentialProblem(
		`Team Name "${account.team}" isn't known at ${account.origin} (404). Enter the team name as Okta's dashboard shows it`,
	);
}

export function opaTeam(account: Account): Error {
	return new CredentialProblem(
		`Team "${account.team}" lives on Okta Privileged Access, which has no AD sync jobs. This package works with Advanced Server Access teams`,
		{ cause: 'configuration-invalid' },
	);
}

export function notAsa(account: Account): Error {
	return new CredentialProblem(
		`The answer of ${account.origin} isn't one of Advanced Server Access. Check Base URL, and whether a proxy answers in its place`,
		{ cause: 'configuration-invalid' },
	);
}

export function keyOfAnotherTeam(account: Account): Error {
	return new CredentialProblem(
		`Team Name is "${account.team}", but the key belongs to another team. Enter the team of the service user`,
	);
}

export function wrongKey(account: Account): Error {
	return new CredentialProblem(
		`Key ID or Key Secret is wrong, or the key isn't one of team "${account.team}" (401). Check all three, or create a new API key for the service user`,
	);
}

export function missingRole(said: string | undefined): Error {
	return new CredentialProblem(
		`The service user lacks a role (401, ${said}). Give it the team role access_admin in Okta`,
	);
}

/** Where a team answers every route with 401: its service user lacks the role, or it lives on the successor. */
export function missingRoleOrOpa(account: Account, said: string | undefined): Error {
	return new CredentialProblem(
		`The service user lacks a role (401, ${said}). Give it the team role access_admin in Okta. If it has that role, team "${account.team}" may live on Okta Privileged Access, which has no AD sync jobs`,
	);
}

export function wrongToken(account: Account): Error {
	return new CredentialProblem(
		`Token has expired, is wrong, or isn't one of team "${account.team}" (401). Paste a new one, or use a Service User Key, which renews itself`,
	);
}

export function refusedToken(said: string | undefined): Error {
	return new CredentialProblem(
		`Okta refuses the token it has just given (401, ${said}). Check Team Name and that the service user is active`,
	);
}

export function wrongCorrection(account: Account): Error {
	return new CredentialProblem(
		`Path Corrections: "${endpoints.listConnections.what}" answers 404 at the path entered there for team "${account.team}". Correct or remove it, or check Team Name`,
		{ cause: 'configuration-invalid' },
	);
}

/** What is wrong where the answer says nothing about key, token or team. */
export function explainFault(failure: RequestFailure, account: Account): Error {
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
			{ cause: 'rate-limited', retryAfterMs },
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
