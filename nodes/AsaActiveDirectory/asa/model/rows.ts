import { InvalidInput, type Field } from './field';
import { isJsonObject, toList } from './json';
import type { Model, Values } from './model';

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
