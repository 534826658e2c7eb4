import { normalId } from '../../util/text';
import { isReadError, type Snapshot } from '../snapshot/types';
import type { State } from '../state/types';
import { openKeys } from './connection';
import type { MonitorEvent } from './types';
import { shortName } from './values';

/*
 * Gateways are read only if a poll opens incidents. Their names are remembered until the last of these incidents ends,
 * so that its items name the gateway to the end. Their status is not, because it would be out of date.
 */

/** Adds to each event the gateway of its connection, as far as it is known. */
export function withGateways(
	events: readonly MonitorEvent[],
	{ gatewayNames }: State,
	{ gateways = [] }: Snapshot,
): MonitorEvent[] {
	const read = new Map(gateways.map((gateway) => [normalId(gateway.id), gateway]));
	return events.map((event) => {
		const id = event.connection?.gatewayId ?? '';
		const name = gatewayNames.get(normalId(id));
		const remembered = name === undefined ? null : { id, name, status: null };
		return { ...event, gateway: read.get(normalId(id)) ?? remembered };
	});
}

/** The names to remember: those of the gateways of all connections with an open incident. */
export function rememberGateways(
	{ gatewayNames, connections: states }: State,
	{ gateways = [], connections }: Snapshot,
): State['gatewayNames'] {
	const names = new Map(gatewayNames);
	for (const { id, name } of gateways) {
		// Without its name it is called by its ID.
		if (name !== id) names.set(normalId(id), shortName(name));
	}
	if (names.size === 0 || isReadError(connections)) return names;
	const needed = new Set(
		connections
			.filter(({ id }) => openKeys(states.get(normalId(id))).length > 0)
			.map(({ gatewayId }) => normalId(gatewayId ?? '')),
	);
	return new Map([...names].filter(([id]) => needed.has(id)));
}
