import type { INodeProperties } from 'n8n-workflow';
import type { EndpointName } from '../../api/endpoints';
import type { PathParameters } from '../../api/path';
import type { Item } from '../item';
import { unlessGone } from '../unlessGone';

export const failIfMissingOption: INodeProperties = {
	displayName: 'Fail If Missing',
	name: 'failIfMissing',
	type: 'boolean',
	default: false,
	description: 'Whether to fail where there is nothing to delete, instead of taking it as deleted',
};

/**
 * Deletes an object; one that isn't there counts as deleted unless the user wants it to fail.
 * Source: docs/api-contract.md, "Endpoints".
 *
 * @param checkPlace throws where what should hold the object isn't there either
 */
export async function deleteObject(
	item: Item,
	name: EndpointName,
	parameters: PathParameters,
	checkPlace: () => Promise<unknown> = async () => undefined,
) {
	const failIfMissing = item.option(failIfMissingOption);
	const deleting = item.client.send(name, parameters);
	await (failIfMissing ? deleting : unlessGone(deleting, checkPlace));
	return { deleted: true };
}
