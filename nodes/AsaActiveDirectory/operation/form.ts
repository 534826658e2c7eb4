import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Model, Values } from '../asa/model/model';
import type { Item } from './item';

/**
 * Reads what a user entered by the fields of a model: the parameter `startHourUtc` is the field `start_hour_utc`, the
 * locator `gateway` the field `gateway_id`. Parameters that aren't set, or aren't shown, are left out.
 *
 * @param entered values by the names of the parameters
 * @throws NodeOperationError naming the parameter that is wrong
 */
export function readForm(
	item: Item,
	model: Model,
	properties: INodeProperties[],
	entered: IDataObject,
): Values {
	const input = toInput(properties, entered);
	return item.check(() => model.parse(input));
}

/**
 * As `readForm`, for a whole object: what it can't be without must be set.
 *
 * @throws NodeOperationError naming the parameter that is wrong
 */
export function readWholeForm(
	item: Item,
	model: Model,
	properties: INodeProperties[],
	entered: IDataObject,
): Values {
	const input = toInput(properties, entered);
	return item.check(() => model.parseWhole(input));
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
	throw item.error(`"${label}" is not set`, `Set "${label}": it is required`);
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
	if (typeof value === 'string') return value.trim() === '';
	if (typeof value !== 'object') return false;
	// A resource locator is empty if it points to nothing, whatever else it holds.
	return 'mode' in value && 'value' in value
		? isEmpty(value.value)
		: Object.values(value).every(isEmpty);
}

/** What was entered, unchecked, by the names of the fields. */
function toInput(properties: INodeProperties[], entered: IDataObject): Record<string, unknown> {
	const input: Record<string, unknown> = {};
	for (const property of properties) {
		const value = entered[property.name];
		if (value === undefined || value === null || !isShown(property, entered)) continue;
		if (property.type === 'fixedCollection') {
			const [group] = property.options as INodePropertyCollection[];
			const inner = (value as IDataObject)[group.name];
			if (property.typeOptions?.multipleValues) {
				input[fieldName(property)] = rowsOf(inner, group.values).map((row) =>
					toInput(group.values, row),
				);
			} else
				Object.assign(
					input,
					toInput(group.values, withDefaults(group.values, inner as IDataObject)),
				);
		} else input[fieldName(property)] = property.type === 'resourceLocator' ? target(value) : value;
	}
	return input;
}

function fieldName({ name, type }: INodeProperties): string {
	const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
	return type === 'resourceLocator' ? `${snake}_id` : snake;
}

/** Whether the values beside it let a parameter be seen. */
function isShown({ displayOptions }: INodeProperties, entered: IDataObject): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(
		([name, shown]) =>
			!(name in entered) || shown?.some((one) => String(one) === String(entered[name])),
	);
}

/** The rows of a list, with the defaults of what isn't set; an expression may give a single one. */
function rowsOf(entered: unknown, properties: INodeProperties[]): IDataObject[] {
	const rows = Array.isArray(entered) ? entered : [entered ?? []].flat();
	return rows.map((row) => withDefaults(properties, row as IDataObject));
}

/** n8n stores a field of a collection only once it was changed. */
function withDefaults(properties: INodeProperties[], entered: IDataObject): IDataObject {
	const defaults = properties.map(({ name, default: value }) => [name, value]);
	return { ...(Object.fromEntries(defaults) as IDataObject), ...entered };
}

/** The ID that a resource locator holds; an expression may give it bare. */
function target(locator: unknown): unknown {
	return typeof locator === 'object'
		? ((locator as { value?: unknown } | null)?.value ?? '')
		: locator;
}
