import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { endpoints } from '../endpoints';
import { readAnswer, type RequestFailure } from '../http/failure';
import { fillPath } from './target';
import { redact } from '../../util/text';
import { secretsOf, authenticate } from './session';
import { isJsonObject, readField, type JsonObject } from '../model/json';
import { credentialError, faultError } from './messages';
import type { ApiTarget } from './target';

/** Sends a request without n8n's authentication and answers whatever came, whatever its status. */
export type Sender = (request: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** What came back of a request of the credential's own. */
export interface RawResponse {
	body: JsonObject;
	/** Absent if the status is good. Its texts hold no secret. */
	failure?: RequestFailure;
}

/** One request of the credential's own. Its answer is looked at whatever its status; n8n must not renew here. */
export async function rawRequest(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<RawResponse> {
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
		const json = isJsonObject(body) ? body : {};
		if (statusCode >= 200 && statusCode < 300) return { body: json };
		const failure = readAnswer(statusCode, headers, body);
		const said = failure.message ?? failure.name ?? '';
		return { body: json, failure: { ...failure, message: redact(said, secretsOf(credential)) } };
	} catch (error) {
		const { code = 'no answer' } = error as { code?: string };
		return { body: {}, failure: { networkCode: code } };
	}
}

/**
 * Lists one connection, to tell a token that is good from one that is wrong or lacks the role.
 *
 * @throws UserError, except for transient faults: they say nothing about the token, and the request that needs it
 * is sent again
 */
export async function probe(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	target: ApiTarget,
): Promise<void> {
	const template = target.pathCorrections.listConnections ?? endpoints.listConnections.path;
	const { body, failure } = await listOne(send, credential, target, template);
	if (!failure) {
		if (readField(body, 'list') === undefined) throw credentialError('notAsa', target);
		return;
	}
	const { status = 0, name, message } = failure;
	const lacksRole = status === 401 && name === 'authorization_error';
	if (status === 404 || lacksRole) {
		const opaStatus = await askOpa(send, credential, target);
		if (opaStatus === 200) throw credentialError('opaTeam', target);
		if (lacksRole && opaStatus === 401) {
			throw credentialError('missingRoleOrOpa', target, { said: message });
		}
	}
	if (status === 429 || status >= 500) return;
	throw explainProbe(failure, credential, target);
}

function explainProbe(
	failure: RequestFailure,
	credential: ICredentialDataDecryptedObject,
	target: ApiTarget,
): Error {
	const { status, name, message } = failure;
	if (status === 404) {
		const isCorrected = target.pathCorrections.listConnections !== undefined;
		return credentialError(isCorrected ? 'wrongCorrection' : 'wrongTeam', target);
	}
	if (status !== 401) return faultError(failure, target);
	if (name === 'authorization_error')
		return credentialError('missingRole', target, { said: message });
	const isPasted = credential.authentication === 'teamToken';
	return credentialError(isPasted ? 'wrongToken' : 'refusedToken', target, { said: message });
}

/**
 * The status of a list that Okta Privileged Access has and ASA hasn't; 200 without asking for a host of OPA's. 401
 * says nothing: by OPA's own habit an ASA team may answer it too.
 * Source: docs/api-contract.md, "Okta Privileged Access".
 */
async function askOpa(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	target: ApiTarget,
): Promise<number | undefined> {
	if (new URL(target.origin).hostname.endsWith('.pam.okta.com')) return 200;
	const path = '/v1/teams/{team}/connections/active_directory';
	const { body, failure } = await listOne(send, credential, target, path);
	if (failure) return failure.status;
	return readField(body, 'list') === undefined ? undefined : 200;
}

async function listOne(
	send: Sender,
	credential: ICredentialDataDecryptedObject,
	target: ApiTarget,
	template: string,
): Promise<RawResponse> {
	const url = target.origin + fillPath(template, target);
	const request = authenticate(credential, { method: 'GET', url, qs: { count: 1 } });
	return await rawRequest(send, credential, request);
}
