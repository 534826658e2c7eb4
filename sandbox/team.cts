import type { VirtualTimer } from './clock.cts';
import type { Random } from './random.cts';
import type { RunOutcome, RunPlan } from './runPlans.cts';

export type JobKind = 'server' | 'user';

export type Json = Record<string, unknown>;

/** A gateway or a project. */
export interface NamedObject {
	sequence: number;
	id: string;
	name: string;
}

export interface Gateway extends NamedObject {
	isOnline: boolean;
	/** When it came or went last; milliseconds since 1970. */
	changedAt: number;
}

/** Fields of a connection in requests (docs/api-contract.md, "Fields"). */
export interface ConnectionRequest {
	name: string;
	gateway_id: string;
	domain: string;
	domain_controllers?: string[] | null;
	service_account_username?: string | null;
	service_account_password?: string | null;
	use_passwordless?: boolean | null;
	certificate_id?: string | null;
}

export interface Connection {
	/** Order of creation over the whole team; lists and pages go by it. */
	sequence: number;
	id: string;
	name: string;
	gateway_id: string;
	domain: string;
	domain_controllers: string[] | null;
	service_account_username: string | null;
	service_account_password: string | null;
	use_passwordless: boolean;
	certificate_id: string | null;
	/** RFC 3339; null while it is there. */
	deleted_at: string | null;
	/** Values of the switch extraFields; null for the team's own. */
	extra: Json | null;
	jobs: Record<JobKind, Map<string, Job>>;
}

export interface RuleRequest {
	base_dn: string;
	ldap_query_filter: string;
	project_id: string;
	priority: number;
	/** Okta's client sends both, empty; they change nothing. */
	id?: string | null;
	project_name?: string | null;
}

export interface Rule {
	id: string;
	base_dn: string;
	ldap_query_filter: string;
	project_id: string;
	priority: number;
	/** Values of the switch extraFields; absent for the team's own. */
	extra?: Json;
}

export interface MappingRequest {
	label: string;
	value: string;
	is_guid?: boolean | null;
}

export interface Mapping {
	label: string;
	value: string;
	is_guid: boolean;
}

/** Fields of a server sync job in requests. */
export interface ServerJobRequest {
	name: string;
	frequency: number;
	is_active: boolean;
	hostname_attribute: string;
	os_attribute: string;
	rule_assignments: RuleRequest[];
	start_hour_utc?: number | null;
	run_test?: boolean | null;
	access_address_attribute?: string | null;
	bastion_attribute?: string | null;
	alt_names_attributes?: string[] | null;
	additional_attribute_mapping?: MappingRequest[] | null;
}

/** Fields of a user sync job in requests. */
export interface UserJobRequest {
	name: string;
	base_dn: string;
	ldap_query_filter: string;
	is_active: boolean;
	frequency?: number | null;
	start_hour_utc?: number | null;
	upn_field?: string | null;
	sid_field?: string | null;
	run_test?: boolean | null;
}

export interface ScheduleRequest {
	frequency: number;
	start_hour_utc?: number | null;
}

export interface ServerJobSettings {
	name: string;
	/** Hours. */
	frequency: number;
	start_hour_utc: number | null;
	is_active: boolean;
	hostname_attribute: string;
	os_attribute: string;
	access_address_attribute: string | null;
	bastion_attribute: string | null;
	alt_names_attributes: string[];
	additional_attribute_mapping: Mapping[];
	rule_assignments: Rule[];
}

export interface UserJobSettings {
	name: string;
	/** Hours; null only while the job is inactive. */
	frequency: number | null;
	start_hour_utc: number | null;
	is_active: boolean;
	base_dn: string;
	ldap_query_filter: string;
	upn_field: string;
	sid_field: string;
}

/** Kind and settings of a job that is to be made. */
export type JobDraft = (
	| { kind: 'server'; settings: ServerJobSettings }
	| { kind: 'user'; settings: UserJobSettings }
) & {
	/** Values of the switch extraFields; null for the team's own. */
	extra: Json | null;
};

interface JobRuntime {
	sequence: number;
	id: string;
	connection: Connection;
	/** Oldest first. */
	results: TaskResult[];
	/** What runs now, oldest first. */
	running: Run[];
	nextDueAt: number | null;
	timer: VirtualTimer | null;
	/** Its own numbers, for the switch drawRuns; an update hands them on. */
	random: Random;
}

export type Job = JobDraft & JobRuntime;

/** What the API shows of a run. Times are milliseconds since 1970, virtual. */
export interface TaskResult {
	sequence: number;
	id: string;
	isTest: boolean;
	/** Shown for test runs; for scheduled ones only with testIdsOnEveryResult. */
	testRequestId: string;
	taskState: string;
	rulesSummaryStatus: string;
	summary: unknown;
	detailedSummary: unknown;
	/** As answers show it; a plan may bend it. */
	createdAt: number;
	updatedAt: number;
	/** When the run really started and ended; null while it goes on. */
	startedAt: number;
	endedAt: number | null;
	/** How long after its end it appears; null: by the switches. */
	appearDelaySeconds: number | null;
}

/** A run that has not ended. */
export interface Run {
	result: TaskResult;
	plan: RunPlan;
	plannedOutcome: RunOutcome;
	timer: VirtualTimer | null;
	/** Called once when the run ends, not when it is dropped. */
	onEnd: (() => void) | null;
}

/** All objects of the simulated team. */
export interface Team {
	name: string;
	gateways: Gateway[];
	projects: NamedObject[];
	/** Deleted ones stay here with deleted_at. */
	connections: Map<string, Connection>;
	/** Next number in the order of creation. */
	nextSequence(): number;
}

export function createTeam(name: string): Team {
	let sequence = 0;
	return {
		name,
		gateways: [],
		projects: [],
		connections: new Map(),
		nextSequence: () => sequence++,
	};
}

/** The connections that are there, oldest first. */
export function liveConnections(team: Team): Connection[] {
	return [...team.connections.values()].filter(({ deleted_at }) => deleted_at === null);
}

/** The jobs of all connections that are there. */
export function allJobs(team: Team): Job[] {
	return liveConnections(team).flatMap(({ jobs }) => [
		...jobs.server.values(),
		...jobs.user.values(),
	]);
}
