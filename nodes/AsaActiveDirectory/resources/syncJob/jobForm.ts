import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { JobBody, JobChanges } from '../../api/jobBody';
import type { JobKind } from '../../api/jobKinds';
import type { Item } from '../item';

/** How a kind of sync jobs is entered: the fields that Create, Create or Update and Update ask for. */
export interface JobForm {
	kind: JobKind;
	/** What Create asks for, beside the name and the schedule. */
	createFields: INodeProperties[];
	/** What Create or Update asks for; a field left empty is kept, or missed where there is no job yet. */
	upsertFields: INodeProperties[];
	/** Fields that may be added in Create. */
	additionalFields: INodeProperties[];
	/** Every field of a job but its schedule, as Update takes them. */
	updateFields: INodeProperties[];
	/** What a job gets where the user sets nothing. */
	defaults: JobChanges;
	/** What the API requires, with the parameters' names in the interface. */
	required: Array<[keyof JobChanges, string]>;
	/**
	 * What the user set, checked.
	 *
	 * @param values parameters by their names; those that aren't set are absent
	 */
	readChanges: (item: Item, values: IDataObject) => JobChanges;
	/**
	 * The changes with lists that hold the rows of the job too.
	 *
	 * @throws NodeOperationError where the lists get too long or priorities repeat
	 */
	addToLists: (item: Item, body: JobBody, changes: JobChanges) => JobChanges;
}

/** The values of top-level parameters by their names. */
export function readValues(item: Item, fields: INodeProperties[]): IDataObject {
	const entries = fields.map(({ name }) => [name, item.parameter(name, null)]);
	return Object.fromEntries(entries) as IDataObject;
}

/** The values that aren't empty: no empty text, no list without rows. */
export function withoutEmpty(values: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/**
 * A whole job out of what was set.
 *
 * @throws NodeOperationError naming what the API requires and isn't set
 */
export function checkWhole(item: Item, form: JobForm, changes: JobChanges): JobBody {
	for (const [name, label] of form.required) {
		if (changes[name] === undefined) {
			throw item.error(`"${label}" is not set`, `Set "${label}": a sync job can't be without it`);
		}
	}
	// What is required is there now.
	return changes as JobBody;
}
