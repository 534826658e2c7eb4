import type { Switches } from './switches.cts';

/**
 * Other spellings of ids in answers, by the switch idForm. The team itself knows only lower-case UUIDs;
 * requests may use any spelling that an answer had.
 */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const idName = /^(id|.*_id)$/;

/** Numbers that stand for ids, as decimal text, with their ids. */
export type NumericIds = Map<string, string>;

/** @returns an answer with its ids in the form that the switch asks for */
export function withIdForm(
	answer: unknown,
	form: Switches['idForm'],
	numericIds: NumericIds,
): unknown {
	if (form === 'uuid') return answer;
	const isList = Array.isArray((answer as { list?: unknown } | undefined)?.list);
	const spell = (id: string) => {
		if (form === 'number') return numberOf(id, numericIds);
		return form === 'upper' || isList ? id.toUpperCase() : id;
	};
	return mapIds(answer, (id) => (typeof id === 'string' && uuid.test(id) ? spell(id) : id));
}

/** @returns the id that the team knows */
export function knownId(id: unknown, form: Switches['idForm'], numericIds: NumericIds): unknown {
	if (form === 'uuid' || (typeof id !== 'string' && typeof id !== 'number')) return id;
	const text = String(id);
	return numericIds.get(text) ?? (uuid.test(text) ? text.toLowerCase() : text);
}

/** @returns the request's body or parameters with the ids that the team knows */
export function withKnownIds(
	value: unknown,
	form: Switches['idForm'],
	numericIds: NumericIds,
): unknown {
	return form === 'uuid' ? value : mapIds(value, (id) => knownId(id, form, numericIds));
}

function mapIds(value: unknown, change: (id: unknown) => unknown): unknown {
	if (Array.isArray(value)) return value.map((item) => mapIds(item, change));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, field]) => [
			name,
			idName.test(name) ? change(field) : mapIds(field, change),
		]),
	);
}

/** Twelve hexadecimal digits fit into a number that JSON can hold exactly. */
function numberOf(id: string, numericIds: NumericIds): number {
	const number = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
	if (number > 0) numericIds.set(String(number), id);
	return number;
}
