import { NodeApiError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { asNodeError } from '../asa/http/errors';
import type { FieldValue } from '../asa/model/field';
import type { Model, Reading, Values } from '../asa/model/model';
import type { Item } from './item';

const previewOption: INodeProperties = {
	displayName: 'Preview Changes',
	name: 'previewChanges',
	type: 'boolean',
	default: false,
	description:
		'Whether to only read and compare, and return what would change. Nothing is changed in ASA.',
};

const dropUnknownOption: INodeProperties = {
	displayName: 'Drop Unknown Fields',
	name: 'dropUnknownFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to leave out fields of the response that this node does not know. By default, an update sends them back unchanged.',
};

/** The options of operations that change an object and keep the rest of it. */
export const changeOptions: INodeProperties[] = [previewOption, dropUnknownOption];

/** How to change an object. */
export interface ChangeSettings {
	isPreview: boolean;
	dropsUnknown: boolean;
}

/** @throws NodeOperationError if an option is neither true nor false */
export function readChangeSettings(item: Item): ChangeSettings {
	return { isPreview: item.option(previewOption), dropsUnknown: item.option(dropUnknownOption) };
}

/**
 * Checks that an update would lose nothing that ASA answered.
 *
 * @param set what the user set: that need not be readable
 * @throws NodeOperationError naming the fields that can't be sent back as they are
 */
export function requireReadable(
	item: Item,
	noun: string,
	model: Model,
	{ unreadable }: Pick<Reading, 'unreadable'>,
	set: Values,
): void {
	const lost = unreadable.filter((name) => !(name in set));
	if (lost.length === 0) return;
	const labels = lost.map((name) => `'${model.fields[name].label}'`).join(', ');
	throw item.error(
		`The ${noun} was not updated: ${labels} could not be read completely, and an update would lose the value`,
		`Set ${labels} as well, or update the ${noun} in Okta`,
	);
}

/**
 * The names of the fields that an update changes. What was set and couldn't be read in full may differ, and counts.
 *
 * @param before the object as it was read
 * @param after the same with the changes in it
 * @param set what the user set
 */
export function changedFields(
	model: Model,
	before: Values,
	after: Values,
	{ unreadable }: Pick<Reading, 'unreadable'>,
	set: Values,
): string[] {
	const doubtful = unreadable.filter((name) => name in set);
	return [...new Set([...model.differences(before, after), ...doubtful])];
}

/**
 * Sends the whole of an object.
 *
 * @param unknown names of the fields in it that this node doesn't know
 * @throws NodeApiError; if ASA rejects the body and it holds such fields, the error names them
 */
export async function sendWhole<Result>(
	unknown: string[],
	send: () => Promise<Result>,
): Promise<Result> {
	try {
		return await send();
	} catch (error) {
		if (error instanceof NodeApiError && error.httpCode === '400' && unknown.length > 0) {
			error.description = `The update sent back fields that this node does not know: ${unknown.join(', ')}. If ASA rejects these, turn on 'Drop Unknown Fields' in Options. ${error.description ?? ''}`;
		}
		throw asNodeError(error);
	}
}

/** One field that an update would change. */
export interface FieldChange {
	field: string;
	before: unknown;
	after: unknown;
}

/** The output of Preview Changes. */
export interface Preview {
	action: 'would_create' | 'would_update' | 'unchanged';
	changes: FieldChange[];
	/** What would be sent, in the words of the endpoint table. */
	requests: string[];
	/** Whether the object would get a new ID. */
	id_would_change: boolean;
}

/** What an update with 'Drop Unknown Fields' would take away. */
export function droppedFields({
	unknown,
	withUnknown,
}: Pick<Reading, 'unknown' | 'withUnknown'>): FieldChange[] {
	return unknown.map((field) => ({ field, before: unknownValue(withUnknown, field), after: null }));
}

/** The value of a field, or its values in the rows of a list for a name such as `rule_assignments.bastion_id`. */
function unknownValue(values: Values, field: string): unknown {
	if (field in values) return values[field];
	const [list, ...inner] = field.split('.');
	return (values[list] as Values[]).map((row) => row[inner.join('.')] ?? null);
}

/**
 * What an update would do.
 *
 * @param differing names of the fields that differ
 * @param dropped fields beyond the model that would be lost
 */
export function previewOf(
	model: Model,
	before: Values | undefined,
	after: Values,
	differing: string[],
	sent: Pick<Preview, 'requests' | 'id_would_change'>,
	dropped: FieldChange[] = [],
): IDataObject {
	const isNothing = sent.requests.length === 0;
	const preview: Preview = {
		action: before ? (isNothing ? 'unchanged' : 'would_update') : 'would_create',
		changes: [...differing.map((name) => changeOf(model, name, before, after)), ...dropped],
		...sent,
	};
	return { ...preview } as unknown as IDataObject;
}

function changeOf(
	model: Model,
	name: string,
	before: Values | undefined,
	after: Values,
): FieldChange {
	const { isWriteOnly, write } = model.fields[name];
	const isSecret = isWriteOnly && typeof after[name] === 'string';
	const asSent = (value: FieldValue = null) => (value !== null && write ? write(value) : value);
	return {
		field: name,
		before: isWriteOnly ? null : asSent(before?.[name]),
		after: isSecret ? '(hidden)' : asSent(after[name]),
	};
}
