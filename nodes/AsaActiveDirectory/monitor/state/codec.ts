import type { Outcome } from '../rules/outcome';
import type { RememberedRun, SuccessfulRun } from './types';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** Writes a value as JSON, and reads it back from untrusted input. Undefined means that the value was empty. */
export interface Codec<Value> {
	write: (value: Value) => unknown;
	read: (stored: unknown) => Value;
}

/** The last second of the year 9999; later times are rejected. */
const lastSec = 253_402_300_799;

export function damaged(): never {
	throw new TypeError('The stored state is damaged');
}

export function record(value: unknown): Json {
	const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isRecord ? (value as Json) : damaged();
}

export function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : damaged();
}

function integer(value: unknown): number {
	return Number.isSafeInteger(value) ? (value as number) : damaged();
}

function toMs(sec: unknown): number {
	const seconds = integer(sec);
	return seconds >= 0 && seconds <= lastSec ? seconds * 1000 : damaged();
}

function isEmpty(value: unknown): boolean {
	return !value || (typeof value === 'object' && Object.keys(value).length === 0);
}

export const text: Codec<string> = {
	write: (value) => value,
	read: (stored = '') => (typeof stored === 'string' ? stored : damaged()),
};

export const count: Codec<number> = {
	write: (value) => value,
	read: (stored = 0) => integer(stored),
};

export const yes: Codec<boolean> = { write: (value) => value && 1, read: (stored) => stored === 1 };

/** For flags that are mostly true: stored only if false. */
export const no: Codec<boolean> = { write: (value) => !value && 1, read: (stored) => stored !== 1 };

export const time: Codec<number> = {
	write: (timeMs) => Math.floor(timeMs / 1000),
	read: (stored = 0) => toMs(stored),
};

/** Null is not stored. A value that is written as something empty is wrapped in a list, to tell it from null. */
export function orNull<Value>({ write, read }: Codec<Value>): Codec<Value | null> {
	return {
		write: (value) => {
			if (value === null) return null;
			const stored = write(value);
			return isEmpty(stored) ? [stored] : stored;
		},
		read: (stored) => {
			if (stored === undefined || stored === null) return null;
			const isWrapped = Array.isArray(stored) && stored.length === 1 && isEmpty(stored[0]);
			return read(isWrapped ? (stored as unknown[])[0] : stored);
		},
	};
}

export function listOf<Value>({ write, read }: Codec<Value>): Codec<Value[]> {
	return {
		write: (values) => values.map(write),
		read: (stored = []) => list(stored).map((value) => read(value)),
	};
}

export function mapOf<Value>({ write, read }: Codec<Value>): Codec<Map<string, Value>> {
	return {
		write: (map) => Object.fromEntries([...map].map(([key, value]) => [key, write(value)])),
		read: (stored = {}) =>
			new Map(Object.entries(record(stored)).map(([key, value]) => [key, read(value)])),
	};
}

interface ObjectCodec<Value> {
	write: (value: Value) => Json;
	read: (stored: unknown) => Value;
}

type Fields<Value> = { [Name in keyof Value]: readonly [key: string, codec: Codec<Value[Name]>] };

/** An object, described by the stored key and the codec of each field. */
export function objectOf<Value extends object>(fields: Fields<Value>): ObjectCodec<Value> {
	const table = Object.entries(fields) as Array<[keyof Value & string, [string, Codec<unknown>]]>;
	// An object built from computed names is slow to read; a copy of one that has all names is not (docs/decisions.md, "What was simplified").
	const blank = JSON.parse(`{${table.map(([name]) => `"${name}":null`).join()}}`) as Json;
	return {
		write(value) {
			const json: Json = {};
			for (const [name, [key, codec]] of table) {
				const stored = codec.write(value[name]);
				if (!isEmpty(stored)) json[key] = stored;
			}
			return json;
		},
		read(stored = {}) {
			const json = record(stored);
			const value = { ...blank };
			for (const [name, [key, codec]] of table) value[name] = codec.read(json[key]);
			return value as Value;
		},
	};
}

const outcomes: Record<string, Outcome> = {
	s: 'success',
	f: 'failed',
	u: 'unknown',
	r: 'running',
	v: 'running',
};

const runPattern = /^(\*?)([\w-]{8})([sfurv])([0-9a-z]+)(?:\+([0-9a-z]+))?(?:@([0-9a-z]+))?$/i;

/**
 * Runs as one text. Each has "*" if it is a test, the fingerprint, the first letter of its outcome or of "vanished"
 * (upper case once New Sync Result has handled it), the seconds since the previous start, "+" and its duration, and "@"
 * and the time when its unknown state was first seen. Numbers are in base 36.
 */
export const runs: Codec<RememberedRun[]> = {
	write(value) {
		let beforeMs = 0;
		const words = value.map((run) => {
			const sinceMs = run.startMs - beforeMs;
			beforeMs = run.startMs;
			return writeRun(run, sinceMs);
		});
		return words.join(' ');
	},
	read(stored = '') {
		let beforeMs = 0;
		return (stored === '' ? [] : text.read(stored).split(' ')).map((word) => {
			const run = readRun(word, beforeMs);
			beforeMs = run.startMs;
			return run;
		});
	},
};

function writeRun(run: RememberedRun, sinceMs: number): string {
	const letter = run.isVanished ? 'v' : run.outcome[0];
	const code = run.isReported ? letter.toUpperCase() : letter;
	const duration = run.endMs === null ? '' : `+${base36(run.endMs - run.startMs)}`;
	const seen = run.outcome === 'unknown' ? `@${base36(run.firstSeenMs)}` : '';
	return `${run.isTest ? '*' : ''}${run.hash}${code}${base36(sinceMs)}${duration}${seen}`;
}

/** A success in the form of a run. */
export const successfulRun: Codec<SuccessfulRun> = {
	write(value) {
		const { hash, startMs, endMs } = value;
		const others = { isTest: false, isReported: true, isVanished: false, firstSeenMs: startMs };
		return writeRun({ hash, startMs, endMs, outcome: 'success', ...others }, startMs);
	},
	read(stored) {
		const { hash, startMs, endMs } = readRun(text.read(stored), 0);
		return { hash, startMs, endMs };
	},
};

function readRun(word: string, beforeMs: number): RememberedRun {
	const [, test, hash, code, since, duration, seen] = runPattern.exec(word) ?? damaged();
	const letter = code.toLowerCase();
	const startMs = beforeMs + msOf(since);
	return {
		hash,
		startMs,
		endMs: duration === undefined ? null : startMs + msOf(duration),
		outcome: outcomes[letter],
		isTest: test === '*',
		isReported: code !== letter,
		isVanished: letter === 'v',
		firstSeenMs: seen === undefined ? startMs : msOf(seen),
	};
}

function base36(timeMs: number): string {
	return Math.floor(timeMs / 1000).toString(36);
}

function msOf(seconds: string): number {
	return toMs(parseInt(seconds, 36));
}

/** A share from 0 to 1, kept in ten thousandths, rounded down so that a share that doubles is not missed. */
export const share: Codec<number> = {
	write: (value) => Math.floor(value * 10_000),
	read: (stored) => count.read(stored) / 10_000,
};
