import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Item } from './item';

/** What an operation is about to do for one input item. */
export interface Task {
	/** Tasks of one run with the same key go one after the other, in the order of their items. */
	serializeBy?: string;
	/**
	 * Does it.
	 *
	 * @returns the output items' data; one object is one item
	 */
	run: () => Promise<IDataObject | IDataObject[]>;
}

/** One operation of the node: how the dropdown shows it, what it asks for, and what it does for one item. */
export interface Operation {
	/** The entry of the Operation dropdown; `value` is what saved workflows hold. */
	entry: INodePropertyOptions & { value: string; action: string; description: string };
	/** What is asked for, shown for this operation alone. */
	fields: INodeProperties[];
	/** Options of its own beside those that every operation has. */
	options?: INodeProperties[];
	/**
	 * Checks all that the item says, and sends nothing.
	 *
	 * @throws NodeOperationError naming the parameter that is wrong
	 */
	read: (item: Item) => Task | Promise<Task>;
}

/** One entry of the Resource dropdown with its operations. */
export interface Resource {
	entry: INodePropertyOptions & { value: string };
	/** Its name in the subtitle on the canvas, if that of the dropdown is too long there. */
	shortName?: string;
	operations: Operation[];
}
