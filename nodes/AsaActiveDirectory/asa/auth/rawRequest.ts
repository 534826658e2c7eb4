import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { readAnswer, type RequestFailure } from '../http/failure';
import { redact, secretsOf } from '../http/redact';
import { isJsonObject, type JsonObject } from '../model/json';

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
