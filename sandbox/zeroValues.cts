import type { Switches } from './switches.cts';
import type { Json } from './team.cts';

/**
 * How answers say "none": as null, or as Go's zero values do
 * (docs/api-contract.md, "Behaviour that shapes the product").
 */

/** Go's zero time. */
export const yearOne = '0001-01-01T00:00:00Z';

export const nilUuid = '00000000-0000-0000-0000-000000000000';

/** A form that a switch of its own asks for goes before the form that `zeroValues` brings. */
export function formOf<Form extends string>(
	asked: Form | 'null',
	goForm: Form,
	{ zeroValues }: Switches,
): Form | 'null' {
	return asked === 'null' && zeroValues ? goForm : asked;
}

/** @returns the answer with zero values in place of null, and for the fields that it lacks */
export function withZeros(answer: Json, zeros: Json, { zeroValues }: Switches): Json {
	if (!zeroValues) return answer;
	const filled = Object.entries(zeros).filter(([name]) => (answer[name] ?? null) === null);
	return { ...answer, ...Object.fromEntries(filled) };
}

/** In Go, a list without entries is null. */
export function listOrNull<Item>(list: Item[], { zeroValues }: Switches): Item[] | null {
	return zeroValues && list.length === 0 ? null : list;
}

/** The frequency of an answer; a job that never was active may have none. */
export function frequencyField(frequency: number | null, switches: Switches): Json {
	if (frequency !== null) return { frequency };
	const form = formOf(switches.noFrequency, 'zero', switches);
	if (form === 'missing') return {};
	return { frequency: form === 'zero' ? 0 : null };
}

/** The start hour of an answer: a number, or on Okta's page a timestamp. */
export function startHourField(hour: number | null, switches: Switches): Json {
	const isPage = switches.dialect === 'page';
	if (hour === null) {
		const form = formOf(switches.noStartHour, isPage ? 'zero' : 'missing', switches);
		if (form === 'missing') return {};
		if (form === 'null') return { start_hour_utc: null };
		return { start_hour_utc: isPage ? yearOne : 0 };
	}
	if (isPage) return { start_hour_utc: `2022-08-24T${String(hour).padStart(2, '0')}:15:22Z` };
	const isOmitted = switches.startHourZero === 'missing' || switches.zeroValues;
	return hour === 0 && isOmitted ? {} : { start_hour_utc: hour };
}
