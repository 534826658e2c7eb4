import type { IDataObject } from 'n8n-workflow';
import { isErrorItem, lineOf, type Around, type Expected } from './expected.cts';

/** A difference between the items of a poll and those that the rules require. */
export interface Difference {
	/** `lost` and `doubled` results; `wrong` and `missing` alerts. */
	type: 'lost' | 'doubled' | 'wrong' | 'missing';
	text: string;
	/** The item or what was expected, in a form that is the same for both. */
	line: string;
	resultId?: string;
	/** The item is the expected one, but one of its values differs. */
	isOfValue?: boolean;
}

/** Incident keys and what they are made of: one key for the same parts, and other keys for others. */
export class KeyRegistry {
	private readonly keys = new Map<string, string>();

	private readonly parts = new Map<string, string>();

	/** What is wrong with a key; undefined if nothing is. */
	problemWith(parts: string | null, key: unknown): string | undefined {
		if (parts === null) return key === null ? undefined : `the key ${String(key)}, but none is due`;
		if (typeof key !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(key)) {
			return `the key ${JSON.stringify(key)}`;
		}
		const knownKey = this.keys.get(parts);
		if (knownKey !== undefined && knownKey !== key) {
			return `the key ${key}, but ${parts} had ${knownKey}`;
		}
		const knownParts = this.parts.get(key);
		if (knownParts !== undefined && knownParts !== parts) {
			return `the key ${key} of ${knownParts} for ${parts}`;
		}
		return undefined;
	}

	/** The key that an item with these parts had; undefined before the first one. */
	keyOf(parts: string): string | undefined {
		return this.keys.get(parts);
	}

	add(parts: string | null, key: unknown): void {
		if (parts === null) return;
		this.keys.set(parts, String(key));
		this.parts.set(String(key), parts);
	}
}

/** Compares the items of one job, connection or team at a poll with what the rules require. */
export function differences(
	expected: readonly Expected[],
	items: readonly IDataObject[],
	registry: KeyRegistry,
): Difference[] {
	const results = resultDifferences(
		expected.filter(({ resultId }) => resultId !== undefined),
		items.filter(({ event }) => event === 'newResult'),
	);
	const alerts = alertDifferences(
		expected.filter(({ resultId }) => resultId === undefined),
		items.filter(({ event }) => event !== 'newResult'),
		registry,
	);
	return [...results, ...alerts];
}

function resultDifferences(expected: Expected[], items: IDataObject[]): Difference[] {
	const found: Difference[] = [];
	const left = new Map(expected.map((entry) => [entry.resultId, entry]));
	for (const item of items) {
		const resultId = String(item.result_id);
		const line = lineOf(item);
		const wanted = left.get(resultId);
		left.delete(resultId);
		if (!wanted) {
			found.push({ type: 'doubled', text: `${line} ${resultId}`, line, resultId });
		} else if (wanted.line !== line) {
			found.push({ type: 'wrong', text: `${line} for ${wanted.line} ${resultId}`, line });
		} else {
			const problem = factProblem(wanted, item);
			const text = `${line} ${resultId}: ${problem}`;
			if (problem) found.push({ type: 'wrong', text, line, isOfValue: true });
		}
	}
	for (const { line, resultId } of left.values()) {
		found.push({ type: 'lost', text: `${line} ${resultId}`, line, resultId });
	}
	return found;
}

/** Alerts must come in the expected order. */
function alertDifferences(
	expected: Expected[],
	items: IDataObject[],
	registry: KeyRegistry,
): Difference[] {
	const found: Difference[] = [];
	let next = 0;
	for (const item of items) {
		const line = lineOf(item);
		const at = expected.findIndex((entry, index) => index >= next && entry.line === line);
		if (at < 0) {
			const text = isErrorItem(item) ? `${line}: ${String(item.message)}` : line;
			found.push({ type: 'wrong', text, line });
			continue;
		}
		found.push(...expected.slice(next, at).map(missing));
		next = at + 1;
		const problemWith =
			registry.problemWith(expected[at].keyParts, item.incident_key) ??
			factProblem(expected[at], item) ??
			alreadyResolvedProblem(expected, at, item);
		if (problemWith) {
			found.push({ type: 'wrong', text: `${line}: ${problemWith}`, line, isOfValue: true });
		}
	}
	return [...found, ...expected.slice(next).map(missing)];
}

function missing({ line }: Expected): Difference {
	return { type: 'missing', text: line, line };
}

function factProblem({ facts }: Expected, item: IDataObject): string | undefined {
	for (const [name, value] of Object.entries(facts)) {
		if (value === undefined) continue;
		if (isAround(value)) {
			const apartMs = Math.abs(Date.parse(String(item[name])) - value.at);
			// An item has whole seconds.
			if (apartMs < value.withinMs + 1000) continue;
			return `${name} is ${String(item[name])}, not about ${timeText(value.at)}`;
		}
		const wanted: readonly unknown[] = Array.isArray(value)
			? value
			: [typeof value === 'number' ? timeText(value) : value];
		const actual = item[name] ?? null;
		if (!wanted.includes(actual)) {
			return `${name} is ${String(actual)}, not ${wanted.map(String).join(' or ')}`;
		}
	}
	return undefined;
}

function isAround(value: unknown): value is Around {
	return typeof value === 'object' && value !== null && 'withinMs' in value;
}

function timeText(timeMs: number): string {
	return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

/** A trigger whose resolve follows in the same poll must be marked as already resolved. */
function alreadyResolvedProblem(
	expected: Expected[],
	index: number,
	item: IDataObject,
): string | undefined {
	if (item.incident_action !== 'trigger') return undefined;
	const follower = expected.slice(index + 1).find(({ line }) => line.startsWith('resolve '));
	const isResolved = follower?.keyParts === expected[index].keyParts;
	if (item.already_resolved === isResolved) return undefined;
	return `already_resolved is ${String(item.already_resolved)}`;
}
