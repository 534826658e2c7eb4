import {
	serverSyncJobKind,
	userSyncJobKind,
	type JobKind,
} from '../nodes/AsaActiveDirectory/api/jobKinds';
import { field, objects, type Wire } from '../nodes/AsaActiveDirectory/api/wire';
import { dueAnswers } from './dueAnswers.cts';
import type { Attempt, Exchange } from './exchange.cts';
import {
	forms,
	jsonType,
	type FieldRule,
	type Form,
	type FormName,
	type JsonType,
} from './forms.cts';

/** Answers by their forms, those within others too. */
export type SeenForms = Record<FormName, Wire[]>;

/** How the answers of one form differ from it. Names of fields that the form doesn't know are the server's. */
export interface Comparison {
	form: FormName;
	count: number;
	/** Fields that are due, and in how many answers they were absent. */
	missing: Array<{ field: string; times: number }>;
	otherTypes: Array<{ field: string; found: JsonType[] }>;
	/** Fields whose name is written in upper and lower case otherwise than on Okta's page and in its client. */
	otherCase: string[];
	unknown: Array<{ field: string; found: JsonType[] }>;
	/** Fields that the node couldn't send back as they are; of jobs alone. */
	unreadable: string[];
}

/**
 * Sorts all that was answered by its form.
 *
 * @param mints what minting answered
 * @param errors answers that are errors
 */
export function seenForms(attempts: Attempt[], mints: Exchange[], errors: Exchange[]): SeenForms {
	const seen = Object.fromEntries(
		Object.keys(forms).map((name) => [name, []]),
	) as unknown as SeenForms;
	for (const { endpoint, items } of attempts) {
		const { form } = dueAnswers[endpoint];
		if (form) seen[form].push(...items);
	}
	seen.token.push(...objects(mints.map(({ body }) => body)).filter(isToken));
	seen.errorBody.push(...objects(errors.map(({ body }) => body)));
	seen.serverResult.push(...inner(seen.serverSyncJob, 'recent_task_result'));
	seen.userResult.push(...inner(seen.userSyncJob, 'recent_task_result'));
	seen.rule.push(...inner(seen.serverSyncJob, 'rule_assignments'));
	seen.mapping.push(...inner(seen.serverSyncJob, 'additional_attribute_mapping'));
	seen.resultStatus.push(...inner([...seen.serverResult, ...seen.userResult], 'status'));
	return seen;
}

function isToken(body: Wire): boolean {
	return field(body, 'bearer_token') !== undefined;
}

function inner(wires: Wire[], name: string): Wire[] {
	return wires.flatMap((wire) => objects(field(wire, name)));
}

/** Compares the answers of each form that were seen at all. */
export function compareForms(seen: SeenForms): Comparison[] {
	return (Object.keys(forms) as FormName[])
		.filter((name) => seen[name].length > 0)
		.map((name) => compare(name, seen[name]));
}

function compare(name: FormName, wires: Wire[]): Comparison {
	const form: Form = forms[name];
	const rules = Object.entries(form);
	return {
		form: name,
		count: wires.length,
		missing: rules
			.filter(([, rule]) => !rule.isOptional)
			.map(([key, rule]) => ({
				field: key,
				times: wires.filter((wire) => valueOf(wire, key, rule) === undefined).length,
			}))
			.filter(({ times }) => times > 0),
		otherTypes: rules
			.map(([key, rule]) => ({ field: key, found: otherTypes(wires, key, rule) }))
			.filter(({ found }) => found.length > 0),
		otherCase: [...new Set(wires.flatMap((wire) => oddSpellings(wire, form)))],
		unknown: unknownFields(wires, form),
		unreadable: unreadableFields(name, wires),
	};
}

/** Read as the node reads it: the client's name first, upper and lower case alike. */
function valueOf(wire: Wire, key: string, { pageName }: FieldRule): unknown {
	return field(wire, key, ...(pageName ? [pageName.toLowerCase()] : []));
}

function otherTypes(wires: Wire[], key: string, rule: FieldRule): JsonType[] {
	const due = [...rule.types, ...(rule.pageTypes ?? [])];
	const values = wires.map((wire) => valueOf(wire, key, rule));
	const found = values.filter((value) => value !== undefined).map(jsonType);
	return [...new Set(found)].filter((type) => !due.includes(type));
}

function spellings(form: Form): string[] {
	return Object.entries(form).flatMap(([key, { pageName }]) =>
		pageName ? [key, pageName] : [key],
	);
}

function oddSpellings(wire: Wire, form: Form): string[] {
	const exact = spellings(form);
	const lower = exact.map((name) => name.toLowerCase());
	return Object.keys(wire).filter(
		(name) => !exact.includes(name) && lower.includes(name.toLowerCase()),
	);
}

function unknownFields(wires: Wire[], form: Form): Comparison['unknown'] {
	const known = spellings(form).map((name) => name.toLowerCase());
	const found = new Map<string, Set<JsonType>>();
	for (const [name, value] of wires.flatMap((wire) => Object.entries(wire))) {
		if (known.includes(name.toLowerCase())) continue;
		found.set(name, (found.get(name) ?? new Set()).add(jsonType(value)));
	}
	return [...found].map(([name, types]) => ({ field: name, found: [...types] }));
}

const kinds: Partial<Record<FormName, JobKind>> = {
	serverSyncJob: serverSyncJobKind,
	userSyncJob: userSyncJobKind,
};

function unreadableFields(name: FormName, wires: Wire[]): string[] {
	const kind = kinds[name];
	return kind ? [...new Set(wires.flatMap((wire) => kind.unreadableFields(wire)))] : [];
}

/** Whether the answers of a form lack nothing that is due and nothing in them is of another type. */
export function keepsForm({ missing, otherTypes, unreadable }: Comparison): boolean {
	return missing.length + otherTypes.length + unreadable.length === 0;
}
