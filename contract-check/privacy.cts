import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isWire } from '../nodes/AsaActiveDirectory/api/wire';
import type { Exchange } from './exchange.cts';

/**
 * Fields whose texts hide no word: those of the API's own words, which are worth knowing, and prose that is
 * never shown and may be such a word itself.
 */
const otherFields = [
	'task_state',
	'rules_summary_status',
	'nottype',
	'summary',
	'detailed_summary',
];

/** Letters, with what joins words; digits and dots would let ids and domains through. */
const wordShape = /^[a-z]+([ _-][a-z]+)*$/i;

/** Identifiers as an API names its fields, and the pieces of its paths. */
const nameShape = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/i;

const longestWord = 40;

/** A private text shorter than this stands in words by chance. */
const shortestPrivate = 3;

/**
 * The one gate for what a server sent into the report: nothing passes that isn't shaped like a word of an API,
 * and nothing in which a text of the team's data or of the credential stands.
 */
export class Gate {
	private readonly privates: Set<string>;

	constructor(privates: Iterable<string>) {
		this.privates = new Set(
			[...privates]
				.map((text) => text.trim().toLowerCase())
				.filter((text) => text.length >= shortestPrivate),
		);
	}

	/** A word such as a task_state, or how long it is where it may not be shown. */
	word(text: string): string {
		return this.pass(text, wordShape);
	}

	/** The name of a field, or how long it is where it may not be shown. */
	name(text: string): string {
		return this.pass(text, nameShape);
	}

	/** A path template, or undefined where it may not be shown. */
	template(path: string): string | undefined {
		const pieces = path.split('/').slice(1);
		const isPlain = pieces.every((piece) =>
			this.isPublic(piece.replace(/^\{|\}$/g, ''), nameShape),
		);
		return path.startsWith('/') && isPlain ? path : undefined;
	}

	private pass(text: string, shape: RegExp): string {
		return this.isPublic(text, shape) ? text : `(hidden, ${text.length} characters)`;
	}

	private isPublic(text: string, shape: RegExp): boolean {
		if (text.length > longestWord || !shape.test(text)) return false;
		const plain = text.toLowerCase();
		return ![...this.privates].some((secret) => plain.includes(secret));
	}
}

/** Every text of the answers and of the credential, but for the words of the API itself. */
export function privateTexts(
	exchanges: Exchange[],
	credential: ICredentialDataDecryptedObject,
): string[] {
	const { teamName, keyId, keySecret, token, sessionToken, baseUrl } = credential;
	const own = [teamName, keyId, keySecret, token, sessionToken, baseUrl];
	const texts = own.filter((text) => typeof text === 'string');
	texts.push(
		...texts.filter((text) => URL.canParse(text)).map((address) => new URL(address).hostname),
	);
	for (const { body } of exchanges) addTexts(body, texts);
	return texts;
}

function addTexts(value: unknown, texts: string[]): void {
	if (typeof value === 'string') texts.push(value);
	else if (Array.isArray(value)) for (const entry of value) addTexts(entry, texts);
	else if (isWire(value)) {
		for (const [name, entry] of Object.entries(value)) {
			if (!otherFields.includes(name.toLowerCase())) addTexts(entry, texts);
		}
	}
}
