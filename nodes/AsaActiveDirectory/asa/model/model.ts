import type { IDataObject } from 'n8n-workflow';
import { InvalidInput, type Field, type FieldValue } from './field';
import { isJsonObject, readField, toList, type JsonObject } from './json';

/** The values of an object by the names of its fields, in the form that this package uses. */
export type Values = IDataObject;

/** An object as it was read: its values, and the fields that they don't hold in full. */
export interface Reading {
	values: Values;
	/** Sending these back would lose something that ASA answered. */
	unreadable: string[];
}

/** What an object of ASA consists of, and what follows from that. */
export class Model {
	/** @param fields by the names under which requests and outputs carry them */
	constructor(readonly fields: Readonly<Record<string, Field>>) {}

	read(json: JsonObject): Reading {
		const reading: Reading = { values: {}, unreadable: [] };
		for (const [name, field] of Object.entries(this.fields)) {
			if (field.isWriteOnly) continue;
			const { value, isWhole } = field.read(readField(json, name, ...(field.aliases ?? [])));
			if (value !== undefined) reading.values[name] = value;
			if (!isWhole && !field.isReadOnly) reading.unreadable.push(name);
		}
		return reading;
	}

	/** The body that creates an object with these values, or that replaces one. */
	write(values: Values): Values {
		const sent: Values = {};
		for (const [name, field] of Object.entries(this.fields)) {
			const value = values[name];
			if (field.isReadOnly || value === undefined || value === null) continue;
			sent[name] = field.write ? field.write(value) : value;
		}
		return sent;
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

	/** Names of the fields without which there is no such object, as far as the values lack them. */
	missing(values: Values): string[] {
		return Object.entries(this.fields)
			.filter(([name, { isRequired }]) => isRequired && (values[name] ?? null) === null)
			.map(([name]) => name);
	}
}

function keyOf(field: Field, value: FieldValue): string {
	return value === undefined || value === null ? '' : field.keyOf(value);
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
			const isWhole =
				entries.length >= min &&
				readings.length === entries.length &&
				readings.every(({ unreadable }) => unreadable.length === 0);
			return { value: readings.map(({ values }) => values), isWhole };
		},
		parse(input) {
			const parsed = toList(input).map((row, index) =>
				model.parseWhole(row as Values, ({ label }) => `${label} of ${noun} ${index + 1}`),
			);
			return checkRows(parsed, options, false);
		},
		write: (value) => (value as Values[]).map((row) => model.write(row)),
		keyOf: (value) => JSON.stringify((value as Values[]).map(rowKey).sort()),
		addRows(there, added) {
			const kept = there as Values[];
			const others = added as Values[];
			const joined = replacedBy ? replaceRows(kept, others, replacedBy) : joinRows(kept, others);
			return checkRows(joined, options, true);
		},
	};

	function rowKey(row: Values): string {
		return JSON.stringify(Object.entries(model.write(row)).sort());
	}

	/** Rows and others behind them, without those that are there already. */
	function joinRows(there: Values[], added: Values[]): Values[] {
		const known = new Set(there.map(rowKey));
		return [...there, ...added.filter((row) => !known.has(rowKey(row)))];
	}
}

function replaceRows(there: Values[], added: Values[], field: string): Values[] {
	const replaced = new Set(added.map((row) => row[field]));
	return [...there.filter((row) => !replaced.has(row[field])), ...added];
}

function checkRows(rows: Values[], options: RowsOptions, wereAdded: boolean): Values[] {
	const { label, noun, min = 0, max, check } = options;
	if (rows.length < min || rows.length > max) {
		throw new InvalidInput(
			`"${label}" come to ${rows.length} ${noun}s`,
			`Enter ${min > 0 ? `${min} to` : 'at most'} ${max} ${noun}s under "${label}"`,
		);
	}
	check?.(rows, wereAdded);
	return rows;
}
