import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { readAnswer, type RequestFailure } from './failure';
import { hiderOf, secretsOf } from './redact';
import { isWire } from './wire';

/** Sends a request without n8n's authentication and answers whatever came, whatever its status. */
export type Sender = (request: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

export interface Answer {
	body: Record<string, unknown>;
	failure?: RequestFailure;
}

/** One request of the credential's own. Its answer is looked at whatever its status; n8n must not renew here. */
export async function ask(
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
		failure.message = hiderOf(secretsOf(credential))(failure.message ?? failure.name ?? '');
		return { body: wire, failure };
	} catch (error) {
		const { code = 'no answer' } = error as { code?: string };
		return { body: {}, failure: { networkCode: code } };
	}
}
