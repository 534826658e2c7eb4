import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { InvalidInput, parseList } from '../asa/model/field';
import type { Model, Values } from '../asa/model/model';
import { locatorParts, type Item } from './item';

/**
 * Reads what a user entered by the fields of a model: the parameter `startHourUtc` is the field `start_hour_utc`, the
 * locator `gateway` the field `gateway_id`. Parameters that aren't set, or aren't shown, are left out.
 *
 * @param entered values by the names of the parameters
 * @throws NodeOperationError naming the parameter that is wrong
 */
export function readFields(
	item: Item,
	model: Model,
	properties: INodeProperties[],
	entered: IDataObject,
): Values {
	return item.check(() => model.parse(toInput(item, properties, entered)));
}

/**
 * As `readFields`, for a whole object: all required fields must be set.
 *
 * @throws NodeOperationError naming the parameter that is wrong
 */
export function readCompleteFields(
	item: Item,
	model: Model,
	properties: INodeProperties[],
	entered: IDataObject,
): Values {
	return item.check(() => model.parseWhole(toInput(item, properties, entered)));
}

/**
 * Checks that nothing is missing without which there is no such object.
 *
 * @throws NodeOperationError naming the parameter
 */
export function requireWhole(item: Item, model: Model, values: Values): void {
	const [missing] = model.missing(values);
	if (missing === undefined) return;
	const { label } = model.fields[missing];
	throw item.error(`'${label}' is not set`, `Set '${label}': it is required`);
}

/** The values of top-level parameters by their names. */
export function enteredValues(item: Item, properties: INodeProperties[]): IDataObject {
	const entries = properties.map(({ name }) => [name, item.parameter(name, null)]);
	return Object.fromEntries(entries) as IDataObject;
}

/** The values that aren't empty: no empty text, no list without rows. */
export function withoutEmpty(entered: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(entered).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return ['', '[]'].includes(value.trim());
	if (typeof value !== 'object') return false;
	// A resource locator is empty if it points to nothing, whatever else it holds.
	return 'mode' in value && 'value' in value
		? isEmpty(value.value)
		: Object.values(value).every(isEmpty);
}

/**
 * What was entered, unchecked, by the names of the fields.
 *
 * @throws InvalidInput if one field was entered twice, or rows are not a list of objects
 */
function toInput(
	item: Item,
	properties: INodeProperties[],
	entered: IDataObject,
): Record<string, unknown> {
	const input: Record<string, unknown> = {};
	for (const property of properties) {
		const value = entered[property.name];
		if (value === undefined || value === null || !isShown(property, entered)) continue;
		for (const [name, inner] of Object.entries(inputOf(item, property, value))) {
			if (name in input) throw enteredTwice(property);
			input[name] = inner;
		}
	}
	return input;
}

/** The fields that one parameter holds: mostly one, a group of parameters several. */
function inputOf(item: Item, property: INodeProperties, value: unknown): Record<string, unknown> {
	const name = fieldName(property);
	if (property.type === 'json') return { [name]: jsonRows(property, value) };
	if (property.type === 'resourceLocator') return { [name]: target(item, value) };
	if (property.type !== 'fixedCollection') return { [name]: value };
	const [group] = property.options as INodePropertyCollection[];
	if (property.typeOptions?.multipleValues) return { [name]: groupRows(item, group, value) };
	const inner = (value as IDataObject)[group.name] as IDataObject;
	return toInput(item, group.values, withDefaults(group.values, inner));
}

function fieldName({ name, type }: INodeProperties): string {
	const snake = name.replace(/Json$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
	return type === 'resourceLocator' ? `${snake}_id` : snake;
}

function enteredTwice({ displayName }: INodeProperties): InvalidInput {
	return new InvalidInput(
		`'${displayName}' is set together with another parameter for the same field`,
		'Set only one of them',
	);
}

/** Whether the values beside it let a parameter be seen. */
function isShown({ displayOptions }: INodeProperties, entered: IDataObject): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(
		([name, shown]) =>
			!(name in entered) || shown?.some((one) => String(one) === String(entered[name])),
	);
}

/** The rows of a group of parameters; an expression may give the list, its JSON, or a single row. */
function groupRows(item: Item, group: INodePropertyCollection, value: unknown): unknown[] {
	const entered = parseList(value) ?? (value as IDataObject)[group.name];
	const rows = parseList(entered) ?? [entered ?? []].flat();
	return rows.map((row) => {
		const named = withParameterNames(group.values, row as IDataObject);
		return toInput(item, group.values, withDefaults(group.values, named));
	});
}

/** A row in which the fields may have Okta's names, as in the output of Get. */
function withParameterNames(properties: INodeProperties[], row: IDataObject): IDataObject {
	const named = properties.flatMap((property) => {
		const value = row[property.name] ?? row[fieldName(property)];
		return value === undefined ? [] : [[property.name, value] as const];
	});
	return Object.fromEntries(named);
}

/** @throws InvalidInput if a JSON parameter holds no array of objects */
function jsonRows({ displayName }: INodeProperties, value: unknown): unknown[] {
	const rows = parseList(value);
	if (rows?.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) {
		return rows;
	}
	throw new InvalidInput(
		`'${displayName}' must be a JSON array of objects`,
		'Enter an array as returned by the operation Get',
	);
}

/** n8n stores a field of a collection only once it was changed. */
function withDefaults(properties: INodeProperties[], entered: IDataObject): IDataObject {
	const defaults = properties.map(({ name, default: value }) => [name, value]);
	return { ...(Object.fromEntries(defaults) as IDataObject), ...entered };
}

/** The ID that a resource locator holds; a plain text may be a name. */
function target(item: Item, stored: unknown): unknown {
	const { mode, value = '' } = locatorParts(stored);
	item.notePossibleName({ mode, value: String(value) });
	return value ?? '';
}
