import { jobKinds } from '../asa/model/syncJob';
import { kindNames, quoted } from './output/messages';
import type { MissingEntry } from './rules/selection';
import type { Choice, JobChoice } from './rules/types';

/*
 * What the lists "Connection Names or IDs" and "Job Names or IDs" store: JSON with the ID and the name, since updates
 * change IDs and people change names. An expression may give a plain text instead.
 */

/** A chosen connection as the list stores it. */
export function writeConnectionChoice({ id, name }: Choice): string {
	return JSON.stringify({ id, name });
}

/** A chosen job as the list stores it. */
export function writeJobChoice({ connection, kind, job }: JobChoice): string {
	const pick = ({ id, name }: Choice) => ({ id, name });
	return JSON.stringify({ connection: pick(connection), kind, job: pick(job) });
}

/**
 * Reads a chosen connection: what the list stores, such an object, or a text that is a name or an ID.
 *
 * @returns undefined if it is none of these
 */
export function readConnectionChoice(entered: unknown): Choice | undefined {
	const value = parseJson(entered);
	if (typeof value === 'string' || typeof value === 'number') {
		const text = String(value).trim();
		return text === '' ? undefined : { id: text, name: text };
	}
	if (typeof value !== 'object' || value === null) return undefined;
	const { id, name } = value as Record<string, unknown>;
	const choice = { id: textOf(id), name: textOf(name) };
	return choice.id === '' && choice.name === '' ? undefined : choice;
}

/** A job in a text: `connection/kind/job`, with names or IDs. Names may contain slashes. */
const jobPath = new RegExp(`^(.+?)/(${jobKinds.join('|')})/(.+)$`, 's');

/**
 * Reads a chosen job: what the list stores, such an object, or a text such as `Corp/userSyncJob/Employees` with names
 * or IDs.
 *
 * @returns undefined if it is none of these
 */
export function readJobChoice(entered: unknown): JobChoice | undefined {
	const value = parseJson(entered);
	const parts =
		typeof value === 'object' && value !== null
			? (value as Record<string, unknown>)
			: partsOf(String(value));
	const connection = readConnectionChoice(parts.connection);
	const kind = jobKinds.find((one) => one === parts.kind);
	const job = readConnectionChoice(parts.job);
	return connection && kind && job && { connection, kind, job };
}

function partsOf(text: string): Record<string, unknown> {
	const [, connection, kind, job] = jobPath.exec(text) ?? [];
	return { connection, kind, job };
}

/** The object in a JSON text; anything else as it is. */
function parseJson(entered: unknown): unknown {
	if (typeof entered !== 'string' || !entered.trimStart().startsWith('{')) return entered;
	try {
		return JSON.parse(entered);
	} catch {
		return entered;
	}
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** The error of choices that do not exist or that the other choices leave out. */
export function missingChoicesText(entries: readonly MissingEntry[]): string {
	const leftOutBy = (reason: MissingEntry['leftOutBy']) =>
		entries.filter((entry) => entry.leftOutBy === reason);
	const texts = [
		notFoundText(leftOutBy(null)),
		leftOutText(leftOutBy('kind'), "'Job Kinds'", 'kind'),
		leftOutText(leftOutBy('connection'), "'Connection Names or IDs'", 'connection'),
	];
	return texts.filter((text) => text !== null).join(' ');
}

function notFoundText(entries: readonly MissingEntry[]): string | null {
	if (entries.length === 0) return null;
	const labels = [
		entries.some(({ kind }) => kind === null) ? "'Connection Names or IDs'" : '',
		entries.some(({ kind }) => kind !== null) ? "'Job Names or IDs'" : '',
	];
	const label = labels.filter((one) => one !== '').join(' and ');
	return `Not found in ASA: ${namesOf(entries)}. Choose again from the list in ${label}, or remove the entry.`;
}

function leftOutText(entries: readonly MissingEntry[], label: string, what: string): string | null {
	if (entries.length === 0) return null;
	return `Not watched: ${namesOf(entries)}, because ${label} does not include its ${what}. Choose the ${what} there too, or remove the job from 'Job Names or IDs'.`;
}

function namesOf(entries: readonly MissingEntry[]): string {
	const names = entries.map(({ kind, name, connectionName }) =>
		kind === null
			? `connection ${quoted(name)}`
			: `${kindNames[kind]} ${quoted(name)} of connection ${quoted(connectionName ?? '')}`,
	);
	return names.join('; ');
}
