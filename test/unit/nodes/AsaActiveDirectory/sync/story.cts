import { itemOf, type SyncItem } from '../../../../../nodes/AsaActiveDirectory/sync/items';
import type {
	Observation,
	ObservedJob,
} from '../../../../../nodes/AsaActiveDirectory/sync/observation';
import { reduce } from '../../../../../nodes/AsaActiveDirectory/sync/reduce';
import type { Settings } from '../../../../../nodes/AsaActiveDirectory/sync/settings';
import {
	readState,
	writeState,
	type StoredState,
} from '../../../../../nodes/AsaActiveDirectory/sync/storedState';
import { observation, settings } from './builders.cts';

/** A trigger's life as a sequence of observations; its state is stored as text in between. */
export class Story {
	/** The state as n8n stores it. */
	stored: string | undefined;

	/** What the log was told. */
	readonly notes: string[] = [];

	constructor(public settings_: Settings = settings()) {}

	/** Polls and answers the items. */
	observe(observed: Observation): SyncItem[] {
		const before =
			this.stored === undefined ? undefined : readState(JSON.parse(this.stored) as StoredState);
		if (this.stored !== undefined && !before) throw new Error('The stored state was not read');
		const { state, events, notes } = reduce(before, observed, this.settings_);
		this.stored = JSON.stringify(writeState(state));
		this.notes.push(...notes);
		return events.map(itemOf);
	}

	/** Polls one connection with these server sync jobs. */
	poll(now: number, ...jobs: ObservedJob[]): SyncItem[] {
		return this.observe(observation(now, jobs));
	}

	/** As `poll`, answering the events' names alone. */
	names(now: number, ...jobs: ObservedJob[]): string[] {
		return this.poll(now, ...jobs).map(({ event }) => event);
	}
}
