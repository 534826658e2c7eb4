import { NodeOperationError, type IDataObject, type IPollFunctions } from 'n8n-workflow';
import {
	allKinds,
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

/**
 * Reads what the user set in the trigger. Numbers below their least are taken as the least.
 *
 * @throws NodeOperationError naming the parameter where a value is none that it takes: an expression may give
 * anything, and what is not understood must not make the trigger silent
 */
export function readSettings(context: IPollFunctions): Settings {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const set = { ...optionDefaults, ...options };
	const atLeast = (least: number, name: NumberName) =>
		Math.max(least, readNumber(context, set[name], numberLabels[name]));
	return {
		events: readEvents(context),
		selection: readSelection(context),
		includeTestRuns: set.includeTestRuns === true,
		failureThreshold: atLeast(1, 'failureThreshold'),
		failureWords: readFailureWords(set.failureWords),
		overdueGraceMinutes: atLeast(0, 'overdueGraceMinutes'),
		runningLongMinutes: atLeast(1, 'runningLongMinutes'),
		reminderHours: atLeast(1, 'reminderHours'),
		reportCurrentFailures: set.reportCurrentFailures !== false,
	};
}

type NumberName = keyof typeof numberLabels;

/** The options that are numbers, by the names that the panel shows. */
const numberLabels = {
	failureThreshold: 'Failure Threshold',
	overdueGraceMinutes: 'Overdue Grace (Minutes)',
	runningLongMinutes: 'Running Too Long (Minutes)',
	reminderHours: 'Reminder Interval (Hours)',
};

function readNumber(context: IPollFunctions, value: unknown, label: string): number {
	const isText = typeof value === 'string' && value.trim() !== '';
	const number = isText || typeof value === 'number' ? Number(value) : NaN;
	if (Number.isFinite(number)) return number;
	throw refusal(context, `"${label}" is not a number`, `Enter a number for "${label}"`);
}

function readEvents(context: IPollFunctions): Set<EventName> {
	const chosen = readNames(context, 'events', 'Trigger On', eventNames);
	if (chosen.length > 0) return new Set(chosen);
	throw refusal(context, '"Trigger On" is empty', 'Choose at least one event under "Trigger On"');
}

function readSelection(context: IPollFunctions): Selection {
	return {
		connections: readList(context, 'connections'),
		jobKinds: readNames(context, 'jobKinds', 'Job Kinds', allKinds),
		jobs: readList(context, 'jobs').map((job) => readJob(context, job)),
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

/** The values of a parameter that takes some of a few names. */
function readNames<Name extends string>(
	context: IPollFunctions,
	name: string,
	label: string,
	known: readonly Name[],
): Name[] {
	const chosen = readList(context, name);
	const unknown = chosen.find((one) => !known.some((other) => other === one));
	if (unknown === undefined) return known.filter((one) => chosen.includes(one));
	throw refusal(
		context,
		`"${label}" does not know "${unknown}"`,
		`Choose "${label}" from the list, or let its expression give some of ${known.join(', ')}`,
	);
}

/** A job as the parameter holds it: `connection/kind/name`; a name may contain slashes. */
function readJob(context: IPollFunctions, value: string): Selection['jobs'][number] {
	const [connectionId, kindName, ...pieces] = value.split('/');
	const kind = allKinds.find((one) => one === kindName);
	const name = pieces.join('/');
	if (connectionId !== '' && kind !== undefined && name !== '') return { connectionId, kind, name };
	throw refusal(
		context,
		`"Job Names or IDs" holds "${value}", which is not a job`,
		`Choose "Job Names or IDs" from the list, or give connection ID/kind/job name with the kind ${allKinds.join(' or ')}`,
	);
}

function refusal(
	context: IPollFunctions,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, { description });
}
