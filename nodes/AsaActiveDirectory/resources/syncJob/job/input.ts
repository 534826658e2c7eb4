import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Values } from '../../../asa/model/model';
import { jobModel, type SyncJob } from '../../../asa/model/syncJob';
import { readFields, requireWhole } from '../../../operation/fields';
import type { Item } from '../../../operation/item';
import { findProject } from '../../../operation/locators';
import { changeOptions, readChangeSettings, type ChangeSettings } from '../../../operation/changes';
import type { KindOfJob } from '../kinds/kind';
import { replaceListsOption } from './fields';

/**
 * What the user set of a job.
 *
 * @param entered values by the names of the parameters
 * @throws NodeOperationError naming the parameter that is wrong
 */
export function readJobFields(
	item: Item,
	{ kind }: KindOfJob,
	properties: INodeProperties[],
	entered: IDataObject,
): Values {
	const model = jobModel(kind);
	const values = readFields(item, model, properties, entered);
	if (values.frequency === 24 && values.start_hour_utc === undefined) {
		item.check(() => model.fields.start_hour_utc.parse(undefined));
	}
	// It can only be asked for.
	if (values.run_test === false) delete values.run_test;
	return values;
}

/**
 * A new job of what was set, and of the defaults for all else: every hour unless a schedule was set.
 *
 * @throws NodeOperationError naming what the API requires and isn't set
 */
export function completeJob(item: Item, { kind, defaults }: KindOfJob, set: Values): Values {
	const values = { ...defaults, frequency: 1, ...set };
	requireWhole(item, jobModel(kind), values);
	return values;
}

/**
 * The values with the IDs of the projects that were entered by their names.
 *
 * @throws NodeOperationError if no project or several have a name
 */
export async function withProjectIds(item: Item, values: Values): Promise<Values> {
	const { rule_assignments: rules } = values;
	if (!Array.isArray(rules)) return values;
	const found = rules.map(async (rule) => await withProjectId(item, rule as Values));
	return { ...values, rule_assignments: await Promise.all(found) };
}

async function withProjectId(item: Item, rule: Values): Promise<Values> {
	const { project_id: value } = rule;
	if (!item.mayBeName(value)) return rule;
	return { ...rule, project_id: await findProject(item, { mode: 'text', value }) };
}

/**
 * A job that has no schedule can't be active. Source: docs/api-contract.md, "User sync job".
 *
 * @throws NodeOperationError
 */
export function requireSchedule(item: Item, { is_active, frequency }: Partial<SyncJob>): void {
	if (!is_active || (frequency ?? null) !== null) return;
	throw item.error(
		"'Active' is on, but the job has no schedule",
		"Set 'Schedule' as well: an active job requires one",
	);
}

/** How to change a job. */
export interface JobChangeSettings extends ChangeSettings {
	/** Whether rules and mappings take the place of those that are there, rather than join them. */
	replacesLists: boolean;
}

/** The options of operations that change a job and keep the rest of it. */
export function jobChangeOptions({ hasLists }: KindOfJob): INodeProperties[] {
	return hasLists ? [...changeOptions, replaceListsOption] : changeOptions;
}

/** @throws NodeOperationError if an option is neither true nor false */
export function readJobChangeSettings(item: Item): JobChangeSettings {
	return { ...readChangeSettings(item), replacesLists: item.option(replaceListsOption) };
}
