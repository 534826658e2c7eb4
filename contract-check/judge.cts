import type { Certainty } from '../nodes/AsaActiveDirectory/api/endpoints';
import { networkFaultInWords } from '../nodes/AsaActiveDirectory/api/failure';
import { field, isWire } from '../nodes/AsaActiveDirectory/api/wire';
import type { DueAnswer } from './dueAnswers.cts';
import type { Exchange } from './exchange.cts';
import { jsonType } from './forms.cts';

/** unclear: what came says nothing about the contract, such as a missing right or a fault that passes. */
export type Verdict = 'confirmed' | 'refuted' | 'unclear';

export interface Judgement {
	verdict: Verdict;
	/** What was answered, in words of this tool. */
	said: string;
	/** The API's own name of an error, as it came. */
	errorName?: string;
}

/** Statuses by which the API finds fault with the path or the form of the request itself. */
const refusals = [400, 404, 405, 406, 410, 415, 422, 501];

/**
 * What an answer says about the contract.
 *
 * @param due what the contract promises
 * @param certainty how sure the path is: where it is certain, only ASA's own 404 counts as one
 * @param exchange the last one of the attempt
 * @param isRead whether the node's client took the answer
 */
export function judge(
	due: DueAnswer,
	certainty: Certainty,
	exchange: Exchange,
	isRead: boolean,
): Judgement {
	const { status, body, networkCode = 'no answer' } = exchange;
	if (status === undefined) {
		return { verdict: 'unclear', said: `no answer: ${networkFaultInWords(networkCode)}` };
	}
	if (isRead) return { verdict: 'confirmed', said: goodStatus(status, due) };
	const errorName = nameOf(body);
	if (status < 300) return judgeForm(status, body);
	if (status < 400) return { verdict: 'unclear', said: `${status}, a redirect` };
	const isForeign = status === 404 && certainty === 'certain' && !isWire(body);
	if (isForeign) return { verdict: 'unclear', said: "404 without ASA's JSON" };
	return {
		verdict: refusals.includes(status) ? 'refuted' : 'unclear',
		said: String(status),
		errorName,
	};
}

function goodStatus(status: number, { statuses }: DueAnswer): string {
	return statuses.includes(status) ? String(status) : `${status} where ${statuses[0]} is due`;
}

function judgeForm(status: number, body: unknown): Judgement {
	const isText = typeof body === 'string' && body !== '';
	if (isText) return { verdict: 'unclear', said: `${status} with a text that is not JSON` };
	const found = body === '' || body === undefined ? 'an empty body' : `JSON: ${jsonType(body)}`;
	return { verdict: 'refuted', said: `${status} with another body than due (${found})` };
}

function nameOf(body: unknown): string | undefined {
	const name = isWire(body) ? field(body, 'nottype') : undefined;
	return typeof name === 'string' ? name : undefined;
}
