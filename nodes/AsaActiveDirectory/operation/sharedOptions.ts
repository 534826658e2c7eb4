import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** The options that every operation has. */
export const sharedOptions: INodeProperties[] = [
	{
		displayName: 'Concurrent Requests',
		name: 'concurrentRequests',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 8,
		description: 'Max number of items to process in parallel. Output order is preserved.',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: 30,
		description: 'Max duration of a request, from 1 to 3,600 seconds',
	},
];

/** Concurrent Requests and Timeout as the first item sets them; they hold for the whole run. */
export function readSharedOptions(context: IExecuteFunctions) {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const { timeout = 30 } = options;
	return {
		concurrentRequests: readConcurrency(options),
		timeoutMs: Math.min(3_600, Math.max(1, Number(timeout) || 30)) * 1_000,
	};
}

/** Concurrent Requests: a whole number from 1 to 100, the default if it is not. */
export function readConcurrency({ concurrentRequests = 8 }: IDataObject): number {
	return Math.min(100, Math.max(1, Math.floor(Number(concurrentRequests) || 8)));
}

/** The notice of operations that do the same again each time (docs/decisions.md, "Two steps in an operation"). */
export function retryNotice(consequence: string): INodeProperties {
	return {
		displayName: `If 'Retry On Fail' is on and 'On Error' is set to continue, n8n runs this node again for all items when the first one fails, which ${consequence}.`,
		name: 'retryNotice',
		type: 'notice',
		default: '',
	};
}

/** The option of operations that delete. */
export const ignoreMissingOption: INodeProperties = {
	displayName: 'Ignore Missing',
	name: 'ignoreMissing',
	type: 'boolean',
	default: false,
	description: 'Whether to treat an object that does not exist as deleted',
};

/** What an operation that deletes puts out, by whether there was something to delete. */
export function deletedOutput(wasThere: boolean): IDataObject {
	return wasThere ? { deleted: true } : { deleted: true, was_missing: true };
}
