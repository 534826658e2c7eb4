import {
	flag,
	integer,
	InvalidInput,
	maxLongTextLength,
	optionalText,
	readOnlyText,
	text,
	textSet,
	type Field,
} from './field';
import {
	isApiObject,
	isJsonObject,
	readField,
	toInteger,
	toList,
	toText,
	type JsonObject,
} from './json';
import { Model, rows, type Reading, type Values } from './model';
import { readResult, type TaskResult } from './result';

/** When a sync job runs. Source: docs/api-contract.md, "Fields". */
export interface Schedule {
	/** Hours between two runs: 1, 6, 12 or 24; null if an inactive user sync job has none. */
	frequency: number | null;
	/** Hour of the day in UTC, 0 to 23, exactly if frequency is 24. */
	start_hour_utc: number | null;
}

/** The frequencies that ASA knows, in hours. */
const frequencies = [1, 6, 12, 24];

/** Hours between two runs. */
export const frequencyField: Field = {
	label: 'Frequency',
	isRequired: true,
	read(answered) {
		const hours = toInteger(answered);
		// Go's zero value stands for none.
		const value = hours !== null && hours > 0 ? hours : null;
		return { value, isWhole: value !== null };
	},
	parse(input, label = 'Frequency') {
		const hours = toInteger(input);
		if (hours !== null && frequencies.includes(hours)) return hours;
		throw new InvalidInput(
			`'${label}' must be 1, 6, 12 or 24, got ${said(input)}`,
			`Enter 1, 6, 12 or 24 hours for '${label}'`,
		);
	},
	keyOf: String,
};

/** The hour of a daily job. Whether a job needs one depends on its frequency. */
export const startHourField: Field = {
	label: 'Start Hour (UTC)',
	read: (answered) => ({ value: readStartHour(answered), isWhole: true }),
	parse(input, label = 'Start Hour (UTC)') {
		const hour = toInteger(input);
		if (hour !== null && hour >= 0 && hour <= 23) return hour;
		throw new InvalidInput(
			`'${label}' must be a whole number from 0 to 23, got ${said(input)}`,
			`Enter a whole number from 0 to 23 for '${label}'`,
		);
	},
	keyOf: String,
};

/** RFC 3339; JavaScript reads much else as a date too, and by the local clock. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * The hour of the day from either spelling: an integer (client) or an RFC 3339 timestamp (page).
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
function readStartHour(answered: unknown): number | null {
	const hour = toInteger(answered);
	if (hour !== null) return hour >= 0 && hour <= 23 ? hour : null;
	if (typeof answered !== 'string' || !timestamp.test(answered)) return null;
	const time = new Date(answered);
	return Number.isNaN(time.getTime()) ? null : time.getUTCHours();
}

function said(input: unknown): string {
	return input === undefined || input === null || input === '' ? 'empty' : String(input);
}

const attribute = { maxLength: maxLongTextLength };
const optionalAttribute = { maxLength: maxLongTextLength, isClearable: true };

/** What answers hold of a job and requests never. Source: docs/api-contract.md, "Server sync job". */
const readOnlyNames = ['id', 'recent_task_result', 'created_at', 'updated_at', 'deleted_at'];

/** Which servers of a base DN go to which project. */
export const ruleModel = new Model(
	{
		base_dn: text('Base DN', { ...attribute, isDn: true }),
		ldap_query_filter: text('LDAP Query Filter', attribute),
		project_id: text('Project', { maxLength: 1_000, isId: true }),
		priority: integer('Priority'),
		id: readOnlyText('ID'),
		project_name: readOnlyText('Project Name'),
	},
	['unsorted'],
);

/** An attribute of the server object that becomes a label. */
export const mappingModel = new Model({
	label: text('Label'),
	value: text('Attribute'),
	is_guid: { ...flag('Is GUID'), isRequired: false, fallback: false },
});

/** What a server sync job consists of. Source: docs/api-contract.md, "Server sync job" (client's names; probable). */
export const serverSyncJobModel = new Model(
	{
		name: text('Name'),
		is_active: flag('Active'),
		frequency: frequencyField,
		start_hour_utc: startHourField,
		hostname_attribute: text('Hostname Attribute', {
			...attribute,
			aliases: ['host_name_attribute'],
		}),
		os_attribute: text('OS Attribute', attribute),
		access_address_attribute: optionalText('Access Address Attribute', optionalAttribute),
		bastion_attribute: optionalText('Bastion Attribute', optionalAttribute),
		alt_names_attributes: textSet('Alt Names Attributes', { mayBeText: true }),
		additional_attribute_mapping: rows(mappingModel, {
			label: 'Attribute Mappings',
			noun: 'mapping',
			max: 10,
			replacedBy: 'label',
		}),
		rule_assignments: rows(ruleModel, {
			label: 'Rule Assignments',
			noun: 'rule',
			min: 1,
			max: 100,
			check: checkPriorities,
		}),
		run_test: { ...flag('Run Test on Save'), isRequired: false, isWriteOnly: true },
	},
	[...readOnlyNames, 'is_guid'],
);

/**
 * Okta's page shows `is_guid` beside the one mapping, Okta's client inside each mapping.
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
export function withOwnIsGuid(job: JsonObject): JsonObject {
	const shared = readField(job, 'is_guid') ?? false;
	const mappings = toList(readField(job, 'additional_attribute_mapping'));
	return {
		...job,
		additional_attribute_mapping: mappings.map((mapping) =>
			isJsonObject(mapping)
				? { ...mapping, is_guid: readField(mapping, 'is_guid') ?? shared }
				: mapping,
		),
	};
}

/** Added rules never take the place of others: a priority left at its default isn't a wish to lose a rule. */
function checkPriorities(rules: Values[], wereAdded: boolean): void {
	const priorities = rules.map(({ priority }) => priority);
	const second = priorities.findIndex((priority, index) => priorities.indexOf(priority) < index);
	if (second < 0) return;
	const first = priorities.indexOf(priorities[second]);
	const wayOut = wereAdded
		? "Enter another 'Priority' for the rule that you add, or turn on 'Replace Whole Lists' in Options to keep only the rules that you set"
		: "Enter another 'Priority' for each rule";
	throw new InvalidInput(
		`Two rules of 'Rule Assignments' have the priority ${String(priorities[second])}`,
		`${ruleInWords(rules[first])}, and ${ruleInWords(rules[second])}. ${wayOut}`,
	);
}

function ruleInWords({ base_dn, ldap_query_filter, project_id }: Values): string {
	return `"${String(base_dn)}" with ${String(ldap_query_filter)} to project ${String(project_id)}`;
}

/** What a user sync job consists of. Source: docs/api-contract.md, "User sync job" (client's names; probable). */
export const userSyncJobModel = new Model(
	{
		name: text('Name'),
		is_active: flag('Active'),
		// An inactive job may be without a schedule.
		frequency: { ...frequencyField, isRequired: false },
		start_hour_utc: startHourField,
		base_dn: text('Base DN', { ...attribute, isDn: true }),
		ldap_query_filter: text('LDAP Query Filter', attribute),
		upn_field: optionalText('UPN Field', attribute),
		sid_field: optionalText('SID Field', attribute),
		run_test: { ...flag('Run Test on Save'), isRequired: false, isWriteOnly: true },
	},
	readOnlyNames,
);

/** The two kinds of sync jobs, as parameters and items call them, in the order in which they are read. */
export const jobKinds = ['serverSyncJob', 'userSyncJob'] as const;

export type JobKind = (typeof jobKinds)[number];

interface KindModel {
	/** What Okta's page and n8n's interface call such a job. */
	label: string;
	model: Model;
	/** Whether an inactive job may be without a schedule. Source: docs/api-contract.md, "User sync job". */
	mayLackSchedule: boolean;
	/** Brings an answer into the form that the model reads. */
	normalise: (json: JsonObject) => JsonObject;
}

/** What differs between the two kinds of sync jobs in ASA's answers. */
const kindModels: Record<JobKind, KindModel> = {
	serverSyncJob: {
		label: 'Server Sync Job',
		model: serverSyncJobModel,
		mayLackSchedule: false,
		normalise: withOwnIsGuid,
	},
	userSyncJob: {
		label: 'User Sync Job',
		model: userSyncJobModel,
		mayLackSchedule: true,
		normalise: (json) => json,
	},
};

/** What Okta's page and n8n's interface call a job of a kind. */
export function jobLabel(kind: JobKind): string {
	return kindModels[kind].label;
}

/** What a job of a kind consists of. */
export function jobModel(kind: JobKind): Model {
	return kindModels[kind].model;
}

/** A sync job as this package puts it out: what both kinds have in common, and the fields of its kind. */
export interface SyncJob extends Values, Schedule {
	id: string;
	name: string;
	is_active: boolean;
	/** Null before its first run. */
	recent_task_result: TaskResult | null;
}

/** A job as it was read to be changed: also what an update sends back although this package doesn't know it. */
export interface JobReading extends Pick<Reading, 'unreadable' | 'withUnknown' | 'unknown'> {
	job: SyncJob;
}

/** The normal form of a sync job from either spelling of the contract. */
export function readJob(kind: JobKind, json: JsonObject): JobReading {
	const { model, normalise, mayLackSchedule } = kindModels[kind];
	const { values, unreadable, ...others } = model.read(normalise(json));
	const recent = readField(json, 'recent_task_result');
	const job = {
		id: toText(readField(json, 'id')) ?? '',
		...values,
		recent_task_result: isApiObject(recent) ? readResult(kind, recent) : null,
	} as SyncJob;
	const needsFrequency = job.is_active || !mayLackSchedule;
	const missing = unreadable.filter((field) => field !== 'frequency' || needsFrequency);
	const unreadableNow = lacksHour(job) ? [...missing, 'start_hour_utc'] : missing;
	return { job, unreadable: unreadableNow, ...others };
}

function lacksHour({ frequency, start_hour_utc }: Schedule): boolean {
	return frequency === 24 && start_hour_utc === null;
}

/**
 * A job with changes in it, and all else as it was: what a PUT of it carries. A field that is null in the changes is
 * left out; a schedule that isn't daily has no hour.
 */
export function withChanges(kind: JobKind, job: Values, changes: Values): Values {
	const merged = { ...job, ...changes };
	if (merged.frequency !== 24) merged.start_hour_utc = null;
	return jobModel(kind).write(merged);
}
