import type { Failure, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { endpoints } from '../endpoints';
import {
	isUntrusted,
	networkFaultInWords,
	trustRemedy,
	type RequestFailure,
} from '../http/failure';
import type { ApiTarget } from './target';

/**
 * Why a credential can't be used. n8n shows the message of an error without `response` and `code` word for word,
 * in a Test too; `failure` steers the back-off of newer hosts (docs/decisions.md, "What n8n shows of an error").
 */
export class CredentialError extends UserError {
	constructor(
		message: string,
		readonly failure: Failure,
	) {
		super(message);
	}
}

/** What a message may name. */
interface Facts extends Pick<ApiTarget, 'origin' | 'team'> {
	/** What Okta said, free of secrets. */
	said?: string;
	status?: number;
}

type Reason = { cause: Failure['cause']; text: (facts: Facts) => string };

/** Team roles belong to groups. Source: docs/api-contract.md, "Host, team, authentication". */
const roleRemedy =
	"In ASA's dashboard, add it to a group that has the team role Admin (access_admin)";

/** What OPA has instead of sync results. Source: docs/api-contract.md, "Okta Privileged Access". */
const opaEvent = 'pam.active_directory.account_discovery.complete';

const invalid = 'credential-invalid';
const misconfigured = 'configuration-invalid';

const reasons = {
	wrongTeam: {
		cause: invalid,
		text: ({ team, origin }) =>
			`Team Name "${team}" was not found at ${origin} (404). Enter the team name as in the URL of ASA's dashboard`,
	},
	opaTeam: {
		cause: misconfigured,
		text: ({ team }) =>
			`Team "${team}" is on Okta Privileged Access, which has no AD sync jobs. Enter an Advanced Server Access team, or watch ${opaEvent} in Okta's System Log instead`,
	},
	notAsa: {
		cause: misconfigured,
		text: ({ origin }) =>
			`The response from ${origin} isn't from Advanced Server Access. Check the Base URL, and whether a proxy responds instead`,
	},
	keyOfAnotherTeam: {
		cause: invalid,
		text: ({ team }) =>
			`Team Name is "${team}", but the key belongs to another team. Enter the team of the service user`,
	},
	wrongKey: {
		cause: invalid,
		text: ({ team }) =>
			`Key ID or Key Secret is wrong, or the key doesn't belong to team "${team}" (401). Check all three, or create a new API key for the service user`,
	},
	missingRole: {
		cause: invalid,
		text: ({ said }) => `The service user lacks a role (401, ${said}). ${roleRemedy}`,
	},
	/** If a team answers every route with 401: its service user lacks the role, or it has moved to the successor. */
	missingRoleOrOpa: {
		cause: invalid,
		text: ({ team, said }) =>
			`The service user lacks a role (401, ${said}). ${roleRemedy}. If it has that role, team "${team}" may be on Okta Privileged Access, which has no AD sync jobs: watch ${opaEvent} in Okta's System Log instead`,
	},
	wrongToken: {
		cause: invalid,
		text: ({ team }) =>
			`Token has expired, is wrong, or doesn't belong to team "${team}" (401). Enter a new one, or use a Service User Key, which is renewed automatically`,
	},
	refusedToken: {
		cause: invalid,
		text: ({ said }) =>
			`Okta rejected the token that it has just issued (401${said ? `, ${said}` : ''}). Check Team Name and that the service user is active`,
	},
	wrongCorrection: {
		cause: misconfigured,
		text: ({ team }) =>
			`Path Corrections: "${endpoints.listConnections.what}" returned 404 at the path entered there for team "${team}". Correct or remove it, or check Team Name`,
	},
	denied: {
		cause: invalid,
		text: ({ team, said }) =>
			`Okta denied access to team "${team}" (403${said ? `, ${said}` : ''}). Ask the administrator of the team`,
	},
	proxySignIn: {
		cause: misconfigured,
		text: ({ origin }) =>
			`A proxy between n8n and ${origin} requires a sign-in (407). Check the proxy settings of n8n`,
	},
	redirect: {
		cause: invalid,
		text: ({ origin, status }) =>
			`Base URL ${origin} returned a redirect (${status}), which is not followed. Enter the URL of the API itself`,
	},
} satisfies Record<string, Reason>;

/** The error that says why a credential can't be used. */
export function credentialError(
	reason: keyof typeof reasons,
	{ origin, team }: ApiTarget,
	more: Pick<Facts, 'said' | 'status'> = {},
): CredentialError {
	const { cause, text } = reasons[reason] as Reason;
	return new CredentialError(text({ origin, team, ...more }), { cause });
}

/**
 * A field of the credential that must not be empty.
 *
 * @throws CredentialError naming it
 */
export function requireField(
	credential: ICredentialDataDecryptedObject,
	name: string,
	label: string,
): string {
	const value = String(credential[name] ?? '').trim();
	if (value) return value;
	throw new CredentialError(`${label} is empty. Enter it in the credential`, { cause: invalid });
}

/** The error of an answer that says nothing about key, token or team. */
export function faultError(failure: RequestFailure, target: ApiTarget): CredentialError {
	const { networkCode, status = 0, message } = failure;
	if (networkCode) return networkError(networkCode, target);
	if (status === 429) return rateLimitError(failure);
	if (status >= 500) return serverError(failure, status, target);
	if (status === 407) return credentialError('proxySignIn', target);
	if (status === 403) return credentialError('denied', target, { said: message });
	if (status >= 300 && status < 400) return credentialError('redirect', target, { status });
	return credentialError('notAsa', target);
}

function networkError(code: string, { origin }: ApiTarget): CredentialError {
	if (isUntrusted(code)) {
		const message = `No response from ${origin}: ${networkFaultInWords(code)}. ${trustRemedy}`;
		return new CredentialError(message, { cause: misconfigured });
	}
	return new CredentialError(
		`No response from ${origin}: ${networkFaultInWords(code)}. Check the Base URL, and that this n8n can reach it`,
		{ cause: 'temporarily-unavailable' },
	);
}

function serverError(
	{ retryAfterMs }: RequestFailure,
	status: number,
	{ origin }: ApiTarget,
): CredentialError {
	return new CredentialError(
		`${origin} returned a server error (${status}). ${tryAgain(retryAfterMs)}`,
		{ cause: 'temporarily-unavailable', retryAfterMs },
	);
}

function rateLimitError({ retryAfterMs }: RequestFailure): CredentialError {
	return new CredentialError(`Rate limit reached (429). ${tryAgain(retryAfterMs)}`, {
		cause: 'rate-limited',
		retryAfterMs,
	});
}

function tryAgain(retryAfterMs: number | undefined): string {
	if (retryAfterMs === undefined) return 'Try again later';
	return `Try again in ${Math.ceil(retryAfterMs / 1000)} s`;
}
