import {
	defaultEvents,
	optionDefaults,
	type EventName,
	type Selection,
	type Settings,
} from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';

export const allEvents: EventName[] = [
	...defaultEvents,
	'newResult',
	'syncStillFailing',
	'syncRecovered',
];

/** The trigger's settings with the default events, or those given. */
export function settings(
	changes: Partial<Omit<Settings, 'events' | 'selection'>> & {
		events?: readonly EventName[];
		selection?: Partial<Selection>;
	} = {},
): Settings {
	return {
		...optionDefaults,
		...changes,
		events: new Set(changes.events ?? defaultEvents),
		selection: { connections: [], jobKinds: [], jobs: [], ...changes.selection },
	};
}
