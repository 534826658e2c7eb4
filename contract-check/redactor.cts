import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isJsonObject } from './json.cts';
import type { Exchange } from './record.cts';

/**
 * Fields whose texts are not taken as private: the API's own words, and prose that is never shown and may be such a
 * word itself.
 */
const publicFields = [
	'task_state',
	'rules_summary_status',
	'nottype',
	'state',
	'status',
	'summary',
	'detailed_summary',
];

/** Letters and what joins words; digits and dots would let IDs and domains through. */
const wordShape = /^[a-z]+([ _-][a-z]+)*$/i;

/** Names of fields, and the pieces of paths. */
const nameShape = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/i;

const longestWord = 40;

/** A private text shorter than this is part of words by chance. */
const shortestPrivate = 3;

/**
 * Decides what of a server's texts the report may show: only what has the form of a word of an API, and contains no
 * text of the team's data or of the credential.
 */
export class Redactor {
	private readonly privates: Set<string>;

	constructor(privates: Iterable<string>) {
		this.privates = new Set(
			[...privates]
				.map((text) => text.trim().toLowerCase())
				.filter((text) => text.length >= shortestPrivate),
		);
	}

	/** A word such as a task_state, or its length if it may not be shown. */
	word(text: string): string {
		return this.redact(text, wordShape);
	}

	/** The name of a field, or its length if it may not be shown. */
	name(text: string): string {
		return this.redact(text, nameShape);
	}

	/** A path template, or undefined if it may not be shown. */
	template(path: string): string | undefined {
		const pieces = path.split('/').slice(1);
		const isPlain = pieces.every((piece) =>
			this.isPublic(piece.replace(/^\{|\}$/g, ''), nameShape),
		);
		return path.startsWith('/') && isPlain ? path : undefined;
	}

	private redact(text: string, shape: RegExp): string {
		return this.isPublic(text, shape) ? text : `(hidden, ${text.length} characters)`;
	}

	private isPublic(text: string, shape: RegExp): boolean {
		if (text.length > longestWord || !shape.test(text)) return false;
		const plain = text.toLowerCase();
		return ![...this.privates].some((secret) => plain.includes(secret));
	}
}

/** Every text of the answers and of the credential, except the words of the API itself. */
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
	else if (isJsonObject(value)) {
		for (const [name, entry] of Object.entries(value)) {
			if (!publicFields.includes(name.toLowerCase())) addTexts(entry, texts);
		}
	}
}
