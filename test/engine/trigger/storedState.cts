import type { IDataObject } from 'n8n-workflow';
import type { TriggerScenario } from './scenario.cts';

/** What the trigger remembers, and when n8n keeps it. */

/** The stored state. */
export function stateOf({ poller }: TriggerScenario): StoredState {
	return poller.storedState.state as unknown as StoredState;
}

/** What these tests look at of a state. */
export interface StoredState {
	connections: Record<
		string,
		{ name: string; jobs: Record<'server' | 'user', Record<string, object>> }
	>;
}

/** Stores another state in its place. */
export function store(s: TriggerScenario, state: unknown): void {
	s.poller.importState({ state } as IDataObject);
}
