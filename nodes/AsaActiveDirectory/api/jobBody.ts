import type { RuleBody, ServerSyncJobBody } from './serverSyncJob';
import type { UserSyncJobBody } from './userSyncJob';

/** What creates or updates a sync job. */
export type JobBody = ServerSyncJobBody | UserSyncJobBody;

/** Fields of either kind. */
export type JobChanges = Partial<ServerSyncJobBody & UserSyncJobBody>;

type FieldName = keyof JobChanges;

/**
 * The fields in which two bodies differ. Rules and mappings are compared without regard to their order (ASA
 * answers rules unsorted), and run_test, which always reads false, isn't compared at all.
 */
export function differingFields(before: JobBody, after: JobBody): FieldName[] {
	const names = [...Object.keys(before), ...Object.keys(after)] as FieldName[];
	return [...new Set(names)].filter(
		(name) => name !== 'run_test' && comparable(before, name) !== comparable(after, name),
	);
}

function comparable(body: JobChanges, name: FieldName): string {
	const value = body[name];
	if (!Array.isArray(value)) return JSON.stringify(value) ?? '';
	const entries = value.map(entryText);
	return JSON.stringify(name === 'alt_names_attributes' ? entries : entries.sort());
}

/** An entry whose fields stand in one order. */
function entryText(entry: string | object): string {
	return typeof entry === 'string' ? entry : JSON.stringify(Object.entries(entry).sort());
}

/**
 * A body with changes in it, and all else as it was. A field that is undefined in the changes is left out; a
 * schedule that isn't daily has no hour.
 */
export function mergeBody<Body extends JobBody>(body: Body, changes: JobChanges): Body {
	const merged = { ...body, ...changes };
	if (merged.frequency !== 24) delete merged.start_hour_utc;
	return merged;
}

/** Rows added to those that are there; a row with the key of one that is there takes its place. */
export function mergeRows<Row>(
	rows: readonly Row[],
	added: readonly Row[],
	keyOf: (row: Row) => string | number,
): Row[] {
	const keys = new Set(added.map(keyOf));
	return [...rows.filter((row) => !keys.has(keyOf(row))), ...added];
}

/** Rules added to those that are there, none of which goes; one that is there already isn't added again. */
export function addRules(rules: readonly RuleBody[], added: readonly RuleBody[]): RuleBody[] {
	const known = new Set(rules.map(entryText));
	return [...rules, ...added.filter((rule) => !known.has(entryText(rule)))];
}
