import { UserError, type IDataObject } from 'n8n-workflow';
import { nilUuid, normalId } from '../../util/text';
import { toInteger, toList, toText } from './json';

/** The value of a field in the form that this package uses. */
export type FieldValue = IDataObject[string];

/** An input that a field can't take. The message says what is wrong, the description what to enter. */
export class InvalidInput extends UserError {
	constructor(message: string, remedy: string) {
		super(message, { description: remedy });
	}
}

/** What an answer says of a field. */
export interface FieldReading {
	/** Undefined leaves it out of the output. */
	value: FieldValue;
	/** Whether the value holds all that was answered: else sending it back would lose something. */
	isWhole: boolean;
	/** The value with the parts of it that this package doesn't know, for sending it back. */
	withUnknown?: FieldValue;
	/** The names of these parts. */
	unknown?: string[];
}

/**
 * One field of an object of ASA: how answers are read, inputs checked, values compared and requests written. All
 * that the package does with a field follows from here.
 */
export interface Field {
	/** Its name in the interface. */
	label: string;
	/** More names under which answers carry it, in lower case. */
	aliases?: readonly string[];
	/** Whether a request can't be without it. */
	isRequired?: boolean;
	/** Whether it is answered and never sent. */
	isReadOnly?: boolean;
	/** Whether it is sent and never answered, so that it can't be compared. */
	isWriteOnly?: boolean;
	/** What an object without it has; null if absent. */
	fallback?: FieldValue;
	read: (answered: unknown) => FieldReading;
	/**
	 * The value that a user entered; undefined leaves the field out of a request.
	 *
	 * @param label what a message calls the field, if not by its own label
	 * @throws InvalidInput naming the label
	 */
	parse: (input: unknown, label?: string) => FieldValue;
	/** The value as requests carry it, if that is another one. */
	write?: (value: FieldValue) => FieldValue;
	/** A text that is the same for values that mean the same. */
	keyOf: (value: FieldValue) => string;
	/**
	 * The rows of a list with others added to them; lists that are replaced as a whole have none.
	 *
	 * @throws InvalidInput naming the label, if they can't be together
	 */
	addRows?: (rows: FieldValue, added: FieldValue) => FieldValue;
	/** The rows with what is unknown of those that are there; lists of plain values have nothing unknown. */
	keepUnknown?: (rows: FieldValue, entered: FieldValue) => FieldValue;
}

/** Longest name. Source: docs/api-contract.md, "Connection". */
const maxNameLength = 255;

/** Longest base DN, filter or attribute name that is accepted: no limit is known, a slip of the clipboard is. */
export const maxLongTextLength = 10_000;

/** A value that an answer may be without. */
const isAbsent = (answered: unknown) => answered === undefined || answered === null;

interface TextOptions {
	aliases?: readonly string[];
	maxLength?: number;
	/** Whether spaces around it belong to it. */
	keepsSpaces?: boolean;
	/** Whether it names a host or domain: upper and lower case and a dot at the end say nothing. */
	isHost?: boolean;
	/** Whether it is an ID: UUIDs are the same in upper and lower case. */
	isId?: boolean;
	/** Whether it is a distinguished name, in which a blank at the end may be escaped. */
	isDn?: boolean;
}

/** A text that can't be empty. */
export function text(ownLabel: string, options: TextOptions = {}): Field {
	const { aliases, maxLength = maxNameLength, keepsSpaces, isHost, isId, isDn } = options;
	const ownKey = isHost ? hostKey : isId ? normalId : String;
	return {
		label: ownLabel,
		aliases,
		isRequired: true,
		read(answered) {
			const value = toText(answered) ?? '';
			return { value, isWhole: value !== '' };
		},
		parse(input, label = ownLabel) {
			const value = parseText(input, label, maxLength);
			if (isDn) return withEscapedBlank(value, String(input));
			return keepsSpaces ? String(input) : value;
		},
		keyOf: (value) => ownKey(String(value)),
	};
}

/** A trimmed distinguished name with the blank behind its last backslash, if it had one. Source: RFC 4514, section 2.4. */
function withEscapedBlank(trimmed: string, input: string): string {
	const backslashes = /\\*$/.exec(trimmed)?.[0].length ?? 0;
	const isEscaped = backslashes % 2 === 1 && input.trimStart().length > trimmed.length;
	return isEscaped ? `${trimmed} ` : trimmed;
}

/** The same for all ways to write the name of a host or domain. */
export function hostKey(name: string): string {
	return name.trim().toLowerCase().replace(/\.$/, '');
}

/** A text that an object may be without: null. */
export function optionalText(
	ownLabel: string,
	options: TextOptions & { isClearable?: boolean } = {},
): Field {
	const { isClearable = false, ...textOptions } = options;
	const required = text(ownLabel, textOptions);
	return {
		...required,
		isRequired: false,
		read(answered) {
			const isText = typeof answered === 'string';
			// Go's zero values stand for none.
			const value = isText && answered !== '' && answered !== nilUuid ? answered : null;
			return { value, isWhole: isText || isAbsent(answered) };
		},
		parse(input, label = ownLabel) {
			const isEmpty = String(input).trim() === '';
			return isClearable && isEmpty ? null : required.parse(input, label);
		},
	};
}

/** The field, left out of outputs if an answer doesn't have it: lists answer less than Get. */
export function ifAnswered(field: Field): Field {
	return {
		...field,
		read(answered) {
			const { value, isWhole } = field.read(answered);
			return { value: value ?? undefined, isWhole };
		},
	};
}

/** A text of answers alone. */
export function readOnlyText(label: string): Field {
	return ifAnswered({ ...optionalText(label), isReadOnly: true });
}

/**
 * A text that an expression or a form gave, without spaces around it.
 *
 * @throws InvalidInput naming the label, if it is empty or too long
 */
export function parseText(input: unknown, label: string, maxLength = maxNameLength): string {
	const value = String(input ?? '').trim();
	if (value === '') throw new InvalidInput(`'${label}' is empty`, `Enter a value for '${label}'`);
	if (value.length <= maxLength) return value;
	throw new InvalidInput(
		`'${label}' has ${value.length} characters`,
		`Enter at most ${maxLength} characters for '${label}'`,
	);
}

/** Yes or no. */
export function flag(ownLabel: string): Field {
	return {
		label: ownLabel,
		isRequired: true,
		read(answered) {
			const isYes = answered === true || answered === 'true';
			return { value: isYes, isWhole: isYes || answered === false || answered === 'false' };
		},
		parse: (input, label = ownLabel) => parseFlag(input, label),
		keyOf: String,
	};
}

/**
 * Yes or no, also from the texts that expressions give.
 *
 * @throws InvalidInput naming the label, if it is neither
 */
export function parseFlag(input: unknown, label: string): boolean {
	const said = String(input).trim().toLowerCase();
	if (['true', 'yes', 'on', '1'].includes(said)) return true;
	if (['false', 'no', 'off', '0'].includes(said)) return false;
	throw new InvalidInput(
		`'${label}' must be true or false`,
		`Switch '${label}' on or off, or have its expression return true or false`,
	);
}

/** A whole number. */
export function integer(ownLabel: string): Field {
	return {
		label: ownLabel,
		isRequired: true,
		read(answered) {
			const value = toInteger(answered);
			return { value: value ?? 0, isWhole: value !== null };
		},
		parse(input, label = ownLabel) {
			const value = toInteger(input);
			if (value !== null) return value;
			throw new InvalidInput(
				`'${label}' must be a whole number`,
				`Enter a whole number for '${label}'`,
			);
		},
		keyOf: String,
	};
}

/** What may separate the entries of a list in one text. */
const separators = /[,;\s]+/;

/**
 * A list of texts. Its order says nothing.
 *
 * @param options.isHost whether they name hosts: upper and lower case and a dot at the end say nothing
 * @param options.isAlwaysAnswered whether an answer without it is odd
 * @param options.mayBeText whether answers may hold a single one as a text, not as a list
 */
export function textSet(
	ownLabel: string,
	{ isHost = false, isAlwaysAnswered = false, mayBeText = false } = {},
): Field {
	const entryKey = (entry: unknown) => (isHost ? hostKey(String(entry)) : String(entry));
	return {
		label: ownLabel,
		read(answered) {
			const entries = toList(answered).filter((entry) => entry !== '');
			const value = entries.filter((entry) => typeof entry === 'string');
			const isMissing = isAlwaysAnswered && answered === undefined;
			const isText = typeof answered === 'string' && answered !== '';
			const isOdd = isText && (!mayBeText || separators.test(answered));
			return { value, isWhole: !isMissing && !isOdd && value.length === entries.length };
		},
		parse: (input, label = ownLabel) => splitList(input, label),
		keyOf: (value) => JSON.stringify([...new Set(toList(value).map(entryKey))].sort()),
	};
}

/**
 * The entries of a list, of its JSON, or of a text in which commas, semicolons or white space separate them, without
 * empty ones.
 *
 * @throws InvalidInput naming the label, if an entry is no text
 */
function splitList(input: unknown, label: string): string[] {
	const parsed = parseList(input) ?? String(input).split(separators);
	const odd = parsed.find((entry) => typeof entry !== 'string' && typeof entry !== 'number');
	if (odd !== undefined) {
		throw new InvalidInput(
			`'${label}' must be a list of texts, got ${JSON.stringify(odd)}`,
			`Enter texts separated by commas for '${label}', or have its expression return an array of texts`,
		);
	}
	return parsed.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}

/** The array that an input is, or whose JSON it is; undefined if it is neither. */
export function parseList(input: unknown): unknown[] | undefined {
	if (Array.isArray(input)) return input;
	if (typeof input !== 'string' || !input.trimStart().startsWith('[')) return undefined;
	try {
		const parsed: unknown = JSON.parse(input);
		return Array.isArray(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}
