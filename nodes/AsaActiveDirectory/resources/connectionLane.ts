import type { Item } from './item';

/**
 * Writes of a run to one connection and its jobs keep the items' order: one change may undo another's.
 *
 * @throws NodeOperationError where no connection is chosen
 */
export function connectionLane(item: Item): string {
	return item.locator('connection', 'Connection').value;
}
