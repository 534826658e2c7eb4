import { readJob } from '../nodes/AsaActiveDirectory/asa/model/syncJob';
import { expectedAnswers } from './expectedAnswers.cts';
import { forms, type FieldRule, type Form, type FormName } from './forms.cts';
import { isJsonObject, jsonType, readField, readId, readObjects } from './json.cts';
import type { JsonObject, JsonType } from './json.cts';
import type { Attempt, Exchange } from './record.cts';

/** All answered objects by their forms, nested ones too. */
export type AnsweredObjects = Record<FormName, JsonObject[]>;

/** How the answers of one form differ from it. Names of fields that the form does not know are the server's. */
export interface Comparison {
	form: FormName;
	count: number;
	/** Expected fields, and in how many answers they were absent. */
	missing: Array<{ field: string; times: number }>;
	otherTypes: Array<{ field: string; found: JsonType[] }>;
	/** Fields whose upper and lower case differs from both Okta's page and its client. */
	otherCase: string[];
	unknown: Array<{ field: string; found: JsonType[] }>;
	/** Fields that the node could not send back as they are; only of jobs. */
	unreadable: string[];
}

/**
 * Sorts all answered objects by form.
 *
 * @param mints what minting answered
 * @param errors answers that are errors
 */
export function answeredObjects(
	attempts: Attempt[],
	mints: Exchange[],
	errors: Exchange[],
): AnsweredObjects {
	const found = Object.fromEntries(
		Object.keys(forms).map((name) => [name, []]),
	) as unknown as AnsweredObjects;
	for (const { endpoint, items } of attempts) {
		const { form } = expectedAnswers[endpoint];
		if (form) found[form].push(...items);
	}
	found.token.push(...bodiesOf(mints).filter((body) => readField(body, 'bearer_token')));
	found.errorBody.push(...bodiesOf(errors));
	// A result without an id stands for none.
	found.serverResult.push(...nested(found.serverSyncJob, 'recent_task_result').filter(readId));
	found.userResult.push(...nested(found.userSyncJob, 'recent_task_result').filter(readId));
	found.rule.push(...nested(found.serverSyncJob, 'rule_assignments'));
	found.mapping.push(...nested(found.serverSyncJob, 'additional_attribute_mapping'));
	found.resultStatus.push(...nested([...found.serverResult, ...found.userResult], 'status'));
	return found;
}

function bodiesOf(exchanges: Exchange[]): JsonObject[] {
	return exchanges.map(({ body }) => body).filter(isJsonObject);
}

function nested(objects: JsonObject[], name: string): JsonObject[] {
	return objects.flatMap((object) => readObjects(object, name));
}

/** Compares the answers of each form that were seen at all. */
export function compareForms(found: AnsweredObjects): Comparison[] {
	return (Object.keys(forms) as FormName[])
		.filter((name) => found[name].length > 0)
		.map((name) => compare(name, found[name]));
}

function compare(name: FormName, objects: JsonObject[]): Comparison {
	const form: Form = forms[name];
	const rules = Object.entries(form);
	return {
		form: name,
		count: objects.length,
		missing: rules
			.filter(([, rule]) => !rule.isOptional)
			.map(([key, rule]) => ({
				field: key,
				times: objects.filter((object) => valueOf(object, key, rule) === undefined).length,
			}))
			.filter(({ times }) => times > 0),
		otherTypes: rules
			.map(([key, rule]) => ({ field: key, found: otherTypes(objects, key, rule) }))
			.filter(({ found }) => found.length > 0),
		otherCase: [...new Set(objects.flatMap((object) => oddSpellings(object, form)))],
		unknown: unknownFields(objects, form),
		unreadable: unreadableFields(name, objects),
	};
}

/** Read as the node reads it: the client's name first, in any case. */
function valueOf(object: JsonObject, key: string, { pageName }: FieldRule): unknown {
	return readField(object, key, ...(pageName ? [pageName.toLowerCase()] : []));
}

function otherTypes(objects: JsonObject[], key: string, rule: FieldRule): JsonType[] {
	const expected = [...rule.types, ...(rule.pageTypes ?? [])];
	const values = objects.map((object) => valueOf(object, key, rule));
	const found = values.filter((value) => value !== undefined).map(jsonType);
	return [...new Set(found)].filter((type) => !expected.includes(type));
}

function spellings(form: Form): string[] {
	return Object.entries(form).flatMap(([key, { pageName }]) =>
		pageName ? [key, pageName] : [key],
	);
}

function oddSpellings(object: JsonObject, form: Form): string[] {
	const exact = spellings(form);
	const lower = exact.map((name) => name.toLowerCase());
	return Object.keys(object).filter(
		(name) => !exact.includes(name) && lower.includes(name.toLowerCase()),
	);
}

function unknownFields(objects: JsonObject[], form: Form): Comparison['unknown'] {
	const known = spellings(form).map((name) => name.toLowerCase());
	const found = new Map<string, Set<JsonType>>();
	for (const [name, value] of objects.flatMap((object) => Object.entries(object))) {
		if (known.includes(name.toLowerCase())) continue;
		found.set(name, (found.get(name) ?? new Set()).add(jsonType(value)));
	}
	return [...found].map(([name, types]) => ({ field: name, found: [...types] }));
}

function unreadableFields(name: FormName, objects: JsonObject[]): string[] {
	if (name !== 'serverSyncJob' && name !== 'userSyncJob') return [];
	return [...new Set(objects.flatMap((object) => readJob(name, object).unreadable))];
}

/** Whether the answers of a form have every expected field and no other types. */
export function matchesForm({ missing, otherTypes, unreadable }: Comparison): boolean {
	return missing.length + otherTypes.length + unreadable.length === 0;
}

/** How often the answers agree with Okta's client, with its page, or with neither. */
interface Disagreement {
	what: string;
	client: number;
	page: number;
	neither: number;
}

type Side = 'client' | 'page' | 'neither' | undefined;

/**
 * Counts who is right, row by row; rows that no answer shows are left out.
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
export function compareSides(found: AnsweredObjects, attempts: Attempt[]): Disagreement[] {
	const { serverSyncJob: servers, userSyncJob: users, rule: rules } = found;
	const jobs = [...servers, ...users];
	const updates = attempts.filter(
		({ endpoint, finding }) =>
			finding === 'confirmed' && ['updateServerSyncJob', 'updateUserSyncJob'].includes(endpoint),
	);
	return [
		spelled(servers, 'hostname_attribute', 'host_name_attribute', ''),
		spelled(users, 'ldap_query_filter', 'LDAP_query_filter', ' (user sync job)'),
		spelled(rules, 'ldap_query_filter', 'LDAP_query_filter', ' (rule)'),
		spelled(users, 'sid_field', 'SID_Field', ''),
		spelled(users, 'upn_field', 'UPN_Field', ''),
		typed(servers, 'rule_assignments', 'array', 'object', 'array or one object'),
		typed(servers, 'additional_attribute_mapping', 'array', 'object', 'array or one object'),
		typed(servers, 'alt_names_attributes', 'array', 'string', 'array or string'),
		count('is_guid: in each mapping or beside it', servers, isGuidPlace),
		typed(jobs, 'start_hour_utc', 'integer', 'string', 'integer or timestamp'),
		typed(rules, 'priority', 'integer', 'string', 'integer or string'),
		count('PUT of a job: 204 or 200 with the job', updates, updateAnswer),
	].filter(({ client, page, neither }) => client + page + neither > 0);
}

function count<Entry>(
	what: string,
	entries: Entry[],
	sideOf: (entry: Entry) => Side,
): Disagreement {
	const sides = entries.map(sideOf);
	const times = (side: Side) => sides.filter((candidate) => candidate === side).length;
	return { what, client: times('client'), page: times('page'), neither: times('neither') };
}

function spelled(objects: JsonObject[], client: string, page: string, of: string): Disagreement {
	return count(`${client} or ${page}${of}`, objects, (object) => {
		if (Object.hasOwn(object, client)) return 'client';
		if (Object.hasOwn(object, page)) return 'page';
		const isThird = readField(object, client, page.toLowerCase()) !== undefined;
		return isThird ? 'neither' : undefined;
	});
}

function typed(
	objects: JsonObject[],
	name: string,
	client: JsonType,
	page: JsonType,
	words: string,
): Disagreement {
	return count(`${name}: ${words}`, objects, (object) => {
		const value = readField(object, name) ?? undefined;
		// An empty list is one on both sides.
		if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
		const type = jsonType(value);
		if (type === client) return 'client';
		return type === page ? 'page' : 'neither';
	});
}

function isGuidPlace(job: JsonObject): Side {
	if (readField(job, 'is_guid') !== undefined) return 'page';
	const mappings = readField(job, 'additional_attribute_mapping');
	return JSON.stringify(mappings ?? null).includes('"is_guid"') ? 'client' : undefined;
}

function updateAnswer({ exchanges, items }: Attempt): Side {
	const status = exchanges.at(-1)?.status;
	if (status === 204) return 'client';
	return status === 200 && items.length > 0 ? 'page' : 'neither';
}
