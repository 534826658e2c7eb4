import type { IDataObject } from 'n8n-workflow';
import type { Field, FieldValue } from './field';
import { readField, type JsonObject } from './json';

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
