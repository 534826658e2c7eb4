import type { IDataObject } from 'n8n-workflow';
import { InvalidInput, type Field, type FieldValue } from './field';
import { isSameId } from '../../util/text';
import { isJsonObject, readField, toJsonValue, toList, toText, type JsonObject } from './json';

/** The values of an object by the names of its fields, in the form that this package uses. */
export type Values = IDataObject;

/** An object as it was read. */
export interface Reading {
	values: Values;
	/** Names of the fields that the values don't hold in full: sending these back would lose something. */
	unreadable: string[];
	/** The values with all that ASA answered beside them: an update sends it back as it came. */
	withUnknown: Values;
	/** The names of what only `withUnknown` holds. */
	unknown: string[];
}

/** What an object of ASA consists of, and what follows from that. */
export class Model {
	/** Names in lower case of what is read and never sent as unknown. */
	private readonly knownNames: ReadonlySet<string>;

	/**
	 * @param fields by the names under which requests and outputs carry them
	 * @param readOnly names of what answers hold beside these, and requests never
	 */
	constructor(
		readonly fields: Readonly<Record<string, Field>>,
		readOnly: readonly string[] = [],
	) {
		const aliases = Object.values(fields).flatMap((field) => field.aliases ?? []);
		this.knownNames = new Set([...Object.keys(fields), ...aliases, ...readOnly]);
	}

	read(json: JsonObject): Reading {
		const reading: Reading = { values: {}, unreadable: [], withUnknown: {}, unknown: [] };
		for (const [name, field] of Object.entries(this.fields)) {
			if (field.isWriteOnly) continue;
			const answered = readField(json, name, ...(field.aliases ?? []));
			const { value, isWhole, withUnknown = value, unknown = [] } = field.read(answered);
			if (value !== undefined) reading.values[name] = value;
			if (withUnknown !== undefined) reading.withUnknown[name] = withUnknown;
			reading.unknown.push(...unknown.map((part) => `${name}.${part}`));
			if (!isWhole && !field.isReadOnly) reading.unreadable.push(name);
		}
		for (const [name, value] of Object.entries(json)) {
			if (this.knownNames.has(name.toLowerCase())) continue;
			reading.withUnknown[name] = toJsonValue(value);
			reading.unknown.push(name);
		}
		return reading;
	}

	/**
	 * The body that creates an object with these values, or that replaces one. A value that is null is left out: a PUT
	 * clears what it doesn't carry.
	 *
	 * @param values may hold what `withUnknown` of a reading holds
	 */
	write(values: Values): Values {
		const sent = this.writeKnown(values);
		for (const [name, value] of Object.entries(values)) {
			if (!this.knownNames.has(name.toLowerCase())) sent[name] = value;
		}
		return sent;
	}

	private writeKnown(values: Values): Values {
		const sent: Values = {};
		for (const [name, field] of Object.entries(this.fields)) {
			const value = values[name];
			if (field.isReadOnly || value === undefined || value === null) continue;
			sent[name] = field.write ? field.write(value) : value;
		}
		return sent;
	}

	/** A text that is the same for objects that mean the same, as far as their fields are known. */
	keyOf(values: Values): string {
		const sent = Object.entries(this.fields).filter(([, { isReadOnly }]) => !isReadOnly);
		return JSON.stringify(sent.map(([name, field]) => keyOf(field, values[name])));
	}

	/** The names of the fields in which two objects differ, as far as that can be told. */
	differences(before: Values, after: Values): string[] {
		return Object.entries(this.fields)
			.filter(([, field]) => !field.isReadOnly && !field.isWriteOnly)
			.filter(([name, field]) => keyOf(field, before[name]) !== keyOf(field, after[name]))
			.map(([name]) => name);
	}

	/**
	 * The values that a user entered.
	 *
	 * @param input by the names of the fields; what is null or undefined is left out
	 * @param labelOf what messages call a field, if not by its own label
	 * @throws InvalidInput
	 */
	parse(input: Record<string, unknown>, labelOf = ({ label }: Field) => label): Values {
		const values: Values = {};
		for (const [name, field] of Object.entries(this.fields)) {
			const entered = input[name];
			if (field.isReadOnly || entered === undefined || entered === null) continue;
			values[name] = field.parse(entered, labelOf(field));
		}
		return values;
	}

	/**
	 * As `parse`, for a whole object: what is required must be there.
	 *
	 * @throws InvalidInput
	 */
	parseWhole(input: Record<string, unknown>, labelOf?: (field: Field) => string): Values {
		const required = Object.entries(this.fields).filter(([, { isRequired }]) => isRequired);
		const blank = Object.fromEntries(required.map(([name]) => [name, '']));
		const given = Object.entries(input).filter(([, value]) => (value ?? null) !== null);
		return this.parse({ ...blank, ...Object.fromEntries(given) }, labelOf);
	}

	/**
	 * Checks that nothing was entered that this model doesn't know: a slip in a name would be lost.
	 *
	 * @throws InvalidInput naming it
	 */
	requireKnown(input: Values, whose: string): void {
		const unknown = Object.keys(input).find((name) => !this.knownNames.has(name.toLowerCase()));
		if (unknown === undefined) return;
		throw new InvalidInput(
			`Unknown field "${unknown}" in ${whose}`,
			`Use only ${Object.keys(this.fields).join(', ')}`,
		);
	}

	/**
	 * The changes with lists that hold the rows that are there too.
	 *
	 * @throws InvalidInput
	 */
	addRows(before: Values, changes: Values): Values {
		const merged = { ...changes };
		for (const [name, added] of Object.entries(changes)) {
			const rows = this.fields[name].addRows?.(before[name], added);
			if (rows !== undefined) merged[name] = rows;
		}
		return merged;
	}

	/**
	 * The changes as an update sends them: what means the same as before stays as ASA answered it, and rows keep what
	 * this package doesn't know of them.
	 */
	keepAnswered(before: Values, changes: Values): Values {
		const kept = { ...changes };
		for (const [name, value] of Object.entries(changes)) {
			const field = this.fields[name];
			const answered = before[name] ?? null;
			if (answered === null || value === null) continue;
			const isSame = keyOf(field, answered) === keyOf(field, value);
			kept[name] = isSame ? answered : (field.keepUnknown?.(answered, value) ?? value);
		}
		return kept;
	}

	/** Names of the fields without which there is no such object, as far as the values lack them. */
	missing(values: Values): string[] {
		return Object.entries(this.fields)
			.filter(([name, { isRequired }]) => isRequired && (values[name] ?? null) === null)
			.map(([name]) => name);
	}
}

function keyOf(field: Field, value: FieldValue): string {
	const present = value ?? field.fallback ?? null;
	return present === null ? '' : field.keyOf(present);
}

interface RowsOptions {
	label: string;
	/** What a message calls one row. */
	noun: string;
	min?: number;
	max: number;
	/** A row that is added takes the place of the one with the same value in this field. */
	replacedBy?: string;
	/**
	 * @param wereAdded whether some were there before
	 * @throws InvalidInput, if the rows can't be together
	 */
	check?: (rows: Values[], wereAdded: boolean) => void;
}

/**
 * A list of objects. Their order says nothing: ASA answers rules unsorted.
 *
 * @param model what a row consists of
 */
export function rows(model: Model, options: RowsOptions): Field {
	const { label: ownLabel, noun, min = 0, replacedBy } = options;
	return {
		label: ownLabel,
		isRequired: min > 0,
		read(answered) {
			const entries = toList(answered);
			const readings = entries.filter(isJsonObject).map((entry) => model.read(entry));
			const unknown = readings.flatMap((reading) => reading.unknown);
			const isWhole =
				entries.length >= min &&
				readings.length === entries.length &&
				readings.every(({ unreadable }) => unreadable.length === 0);
			return {
				value: readings.map(({ values }) => values),
				isWhole,
				withUnknown: readings.map(({ withUnknown }) => withUnknown),
				unknown: [...new Set(unknown)],
			};
		},
		parse(input) {
			const parsed = toList(input).map((row, index) => {
				const whose = `${noun} ${index + 1}`;
				model.requireKnown(row as Values, whose);
				const values = model.parseWhole(row as Values, ({ label }) => `${label} of ${whose}`);
				// Never sent: it tells which of the rows that are there it is.
				const id = toText(readField(row as JsonObject, 'id'));
				return id ? { ...values, id } : values;
			});
			return checkRows(parsed, options, false);
		},
		write: (value) => (value as Values[]).map((row) => model.write(row)),
		keyOf: (value) => JSON.stringify((value as Values[]).map((row) => model.keyOf(row)).sort()),
		addRows(there, added) {
			const kept = there as Values[];
			const others = added as Values[];
			const joined = replacedBy ? replaceRows(kept, others, replacedBy) : joinRows(kept, others);
			return checkRows(joined, options, true);
		},
		keepUnknown(there, entered) {
			const kept = there as Values[];
			return (entered as Values[]).map((row) => ({
				...kept.find((one) => isSame(one, row)),
				...row,
			}));
		},
	};

	/** Whether a row is one that is there: by its ID, or because it means the same. */
	function isSame(there: Values, { id, ...row }: Values): boolean {
		if (id !== undefined && isSameId(String(there.id), String(id))) return true;
		return replacedBy
			? there[replacedBy] === row[replacedBy]
			: model.keyOf(there) === model.keyOf(row);
	}

	/** Rows and others behind them, without those that are there already. */
	function joinRows(there: Values[], added: Values[]): Values[] {
		const known = new Set(there.map((row) => model.keyOf(row)));
		return [...there, ...added.filter((row) => !known.has(model.keyOf(row)))];
	}
}

function replaceRows(there: Values[], added: Values[], field: string): Values[] {
	const replaced = new Set(added.map((row) => row[field]));
	return [...there.filter((row) => !replaced.has(row[field])), ...added];
}

function checkRows(rows: Values[], options: RowsOptions, wereAdded: boolean): Values[] {
	const { label, noun, min = 0, max, replacedBy, check } = options;
	if (rows.length < min || rows.length > max) {
		const range = `${min > 0 ? `${min} to` : 'at most'} ${max} ${noun}s`;
		throw new InvalidInput(
			`'${label}' must have ${range}, got ${rows.length}`,
			`Enter ${range} under '${label}'. If an expression returns the whole list, enter it as JSON`,
		);
	}
	const repeated = replacedBy && findRepeated(rows.map((row) => row[replacedBy]));
	if (repeated !== undefined && repeated !== '') {
		throw new InvalidInput(
			`'${label}' must have one ${noun} for each ${replacedBy}, got two for ${JSON.stringify(repeated)}`,
			`Remove one of the two from '${label}'`,
		);
	}
	check?.(rows, wereAdded);
	return rows;
}

function findRepeated(values: FieldValue[]): FieldValue {
	return values.find((value, index) => values.indexOf(value) < index);
}
