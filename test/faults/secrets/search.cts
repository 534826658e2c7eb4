import {
	findLeaks,
	formsOf,
	networkPlaces,
	textOf,
	tokensOf,
	withoutEnteredPassword,
	type Leak,
	type Place,
} from './canaries.cts';
import type { LogLines } from '../rig/logLines.cts';
import type { SentRequest } from '../rig/networkLog.cts';
import type { OperationEvidence } from '../runs/operationRun.cts';
import type { TriggerEvidence } from '../runs/triggerRun.cts';

/** Searches everything that a run leaves behind for the secrets of the suite. */
export class Search {
	/** How many places were searched. */
	searched = 0;

	/** Of all runs. */
	private readonly tokens = new Set<string>();

	constructor(
		readonly keySecret: string,
		readonly password: string,
		private readonly log: LogLines,
	) {}

	ofOperation({ result, outcomes, sent, minted }: OperationEvidence, origin: string): Leak[] {
		return this.in(sent, minted, origin, [
			{ name: 'items and errors', text: textOf(result?.outputs) },
			{ name: 'messages', text: JSON.stringify(outcomes) },
			{ name: 'stored execution data', text: result?.stored ?? '' },
		]);
	}

	ofTrigger({ polls, stored, minted }: TriggerEvidence, origin: string): Leak[] {
		const sent = polls.flatMap((poll) => poll.sent);
		const outputs = polls.map(({ items, thrown, errors }) => ({ items, thrown, errors }));
		return this.in(sent, minted, origin, [
			{ name: 'items and errors', text: textOf(outputs) },
			...stored.map((text) => ({ name: 'static data, stored errors and log lines', text })),
		]);
	}

	/** Requests to other hosts than a team, which must not contain any secret. */
	ofOthers(sent: readonly SentRequest[]): Leak[] {
		return this.find(networkPlaces(sent, 'no team'), this.tokens);
	}

	/** What n8n and the nodes have logged since the last call. */
	ofLog(): Leak[] {
		return this.find([{ name: 'the log', text: this.log.take().join('\n') }], this.tokens);
	}

	/**
	 * Plants each secret in each form in each kind of place.
	 *
	 * @returns how many were planted, and how many of them the search finds
	 */
	selfTest(origin: string): { planted: number; found: number } {
		const token = 'eyJhbGciOiJIUzI1NiJ9.Canary-of-a-token.p7QzR2tY5uW8';
		const forms = [this.keySecret, this.password, token].flatMap(formsOf);
		const places = forms.flatMap((form) => plantedPlaces(form, origin));
		const found = places.filter((place) => this.find([place], new Set([token])).length > 0);
		return { planted: places.length, found: found.length };
	}

	/** Searches the places of a run, and its requests, for its tokens and the secrets that all runs share. */
	private in(
		sent: readonly SentRequest[],
		minted: readonly string[],
		origin: string,
		own: Place[],
	): Leak[] {
		const tokens = new Set([...tokensOf(sent), ...minted]);
		for (const token of tokens) this.tokens.add(token);
		return this.find([...own, ...networkPlaces(sent, origin)], tokens);
	}

	private find(places: Place[], tokens: ReadonlySet<string>): Leak[] {
		const { keySecret, password } = this;
		this.searched += places.length;
		const searched = places.map(({ name, text }) => ({
			name,
			text: withoutEnteredPassword(text, password),
		}));
		return findLeaks(searched, { keySecret, password, tokens });
	}
}

/** A secret deep in an error, in an item, in a log line, and in each part of a request where it must not be. */
function plantedPlaces(form: string, origin: string): Place[] {
	const cause = Object.assign(new Error('below'), { response: { data: form } });
	const error = new Error('above', { cause });
	Object.defineProperty(error, 'hidden', { value: { header: form }, enumerable: false });
	const request = {
		origin,
		headers: {},
		body: '',
		status: 200,
		isComplete: true,
		sentAt: 0,
		fault: null,
	};
	const list = '/v1/teams/demo-team/integrations/ad_connections';
	const sent: SentRequest[] = [
		{ ...request, method: 'GET', path: `${list}?x=${form}` },
		{ ...request, method: 'GET', path: list, headers: { 'x-other': form } },
		{
			...request,
			method: 'POST',
			path: `${list}/id/task_settings`,
			body: JSON.stringify({ form }),
		},
		{ ...request, method: 'POST', path: list, body: JSON.stringify({ name: form }) },
		{
			...request,
			method: 'GET',
			path: list,
			origin: 'http://other',
			headers: { authorization: form },
		},
	];
	return [
		{ name: 'an error', text: textOf(error) },
		{ name: 'an item', text: textOf([{ json: { deep: [{ in: form }] } }]) },
		{ name: 'a log line', text: form },
		...networkPlaces(sent, origin),
	];
}
