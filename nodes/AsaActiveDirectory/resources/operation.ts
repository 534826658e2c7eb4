import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Item } from './item';

/** One operation of the node: how the dropdown shows it, what it asks for, and what it does for one item. */
export interface Operation {
	/** The entry of the Operation dropdown; `value` is what saved workflows hold. */
	entry: INodePropertyOptions & { value: string; action: string; description: string };
	/** What is asked for, shown for this operation alone. */
	fields: INodeProperties[];
	/** Options of its own beside those that every operation has. */
	options?: INodeProperties[];
	/**
	 * What an operation works on: items of one run with the same answer go one after the other, in their order.
	 * Operations that only read have none.
	 *
	 * @throws NodeOperationError where the item doesn't say
	 */
	lane?: (item: Item) => string;
	/**
	 * Does the work for one input item.
	 *
	 * @returns the output items' data; one object is one item
	 */
	execute: (item: Item) => Promise<IDataObject | IDataObject[]>;
}

/** One entry of the Resource dropdown with its operations. */
export interface Resource {
	entry: INodePropertyOptions & { value: string };
	operations: Operation[];
}
