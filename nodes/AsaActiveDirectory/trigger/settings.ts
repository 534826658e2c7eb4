import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { JobKindName } from '../api/jobKinds';
import {
	eventNames,
	readFailureWords,
	type EventName,
	type Selection,
	type Settings,
} from '../sync/settings';

/** The options by their names, with the values they have when nothing is set; the description shows the same. */
export const optionDefaults = {
	includeTestRuns: false,
	failureThreshold: 1,
	failureWords: '',
	overdueGraceMinutes: 30,
	runningLongMinutes: 120,
	reminderHours: 24,
	reportCurrentFailures: true,
};

/** Reads what the user set in the trigger. Numbers below their least are taken as the least. */
export function readSettings(context: IPollFunctions): Settings {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const set = { ...optionDefaults, ...options };
	return {
		events: new Set(readEvents(context)),
		selection: readSelection(context),
		includeTestRuns: set.includeTestRuns === true,
		failureThreshold: atLeast(1, set.failureThreshold, optionDefaults.failureThreshold),
		failureWords: readFailureWords(set.failureWords),
		overdueGraceMinutes: atLeast(0, set.overdueGraceMinutes, optionDefaults.overdueGraceMinutes),
		runningLongMinutes: atLeast(1, set.runningLongMinutes, optionDefaults.runningLongMinutes),
		reminderHours: atLeast(1, set.reminderHours, optionDefaults.reminderHours),
		reportCurrentFailures: set.reportCurrentFailures !== false,
	};
}

function readEvents(context: IPollFunctions): EventName[] {
	const chosen = readList(context, 'events');
	return eventNames.filter((event) => chosen.includes(event));
}

function readSelection(context: IPollFunctions): Selection {
	return {
		connections: readList(context, 'connections'),
		jobKinds: readList(context, 'jobKinds') as JobKindName[],
		jobs: readList(context, 'jobs').map(readJob),
	};
}

/** The values of a parameter that takes several; an expression may give a single one. */
function readList(context: IPollFunctions, name: string): string[] {
	const value: unknown = context.getNodeParameter(name, []);
	return [value ?? []]
		.flat()
		.map(String)
		.filter((one) => one !== '');
}

/** A job as the parameter holds it: `connection/kind/name`; a name may contain slashes. */
function readJob(value: string): Selection['jobs'][number] {
	const [connectionId, kind, ...name] = value.split('/');
	return { connectionId, kind: kind as JobKindName, name: name.join('/') };
}

function atLeast(least: number, value: unknown, fallback: number): number {
	const number = Number(value);
	return Number.isFinite(number) ? Math.max(least, number) : fallback;
}
