import type { INodeProperties } from 'n8n-workflow';
import type { EndpointName } from '../../api/endpoints';
import { isGone } from '../../api/errors';
import type { PathParameters } from '../../api/path';
import type { Item } from '../item';

export const failIfMissingOption: INodeProperties = {
	displayName: 'Fail If Missing',
	name: 'failIfMissing',
	type: 'boolean',
	default: false,
	description: 'Whether to fail where there is nothing to delete, instead of taking it as deleted',
};

/**
 * Deletes an object; one that isn't there counts as deleted unless the user wants it to fail.
 * Source: contract, "DELETE: Okta's client takes 404 as already deleted".
 */
export async function deleteObject(item: Item, name: EndpointName, parameters: PathParameters) {
	const sending = item.client.send(name, parameters);
	const error: unknown = await sending.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	const isTolerated = isGone(error) && item.collection('options').failIfMissing !== true;
	if (error !== undefined && !isTolerated) throw error;
	return { deleted: true };
}
