import {
	NodeOperationError,
	type IDataObject,
	type INodeProperties,
	type INodePropertyOptions,
	type IPollFunctions,
} from 'n8n-workflow';
import { InvalidInput, parseFlag } from '../asa/model/field';
import { jobKinds } from '../asa/model/syncJob';
import { readConnectionChoice, readJobChoice } from '../monitor/choices';
import {
	connectionsField,
	jobKindsField,
	readNumber,
	readRuleOptions,
	ruleOptions,
} from '../monitor/options';
import { defaultEvents, eventNames, type EventName, type Settings } from '../monitor/rules/types';

const pollNotice: INodeProperties = {
	displayName:
		'Sync jobs run at most once an hour, so polling every 5 to 15 minutes is enough. Each poll sends 1 request, plus 2 per connection.',
	name: 'pollNotice',
	type: 'notice',
	default: '',
};

const stoppedNotice: INodeProperties = {
	displayName: 'Remove Sync Stopped if you deactivate jobs on purpose',
	name: 'stoppedNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { events: ['syncStopped'] } },
};

const events: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: [...defaultEvents],
	description: 'Which events start the workflow',
	hint: 'Sync Recovered is always included',
	options: [
		{
			name: 'Access at Risk',
			value: 'accessAtRisk',
			description:
				'Servers or users will lose access soon, because a job has not succeeded for too long',
		},
		{
			name: 'Connection Unreadable',
			value: 'connectionUnreadable',
			description: 'A connection or the whole team could not be read for 10 minutes or longer',
		},
		{
			name: 'New Sync Result',
			value: 'newResult',
			description: 'A sync run finished, with any outcome',
		},
		{
			name: 'Servers at Risk',
			value: 'serversAtRisk',
			description:
				'Too many AD servers of a project have not been seen by any sync, even if all runs succeed',
		},
		{
			name: 'Sync Failed',
			value: 'syncFailed',
			description: "A job failed as many times in a row as set in 'Failure Threshold'",
		},
		{
			name: 'Sync Overdue',
			value: 'syncOverdue',
			description: 'An active job did not start on schedule',
		},
		{
			name: 'Sync Recovered',
			value: 'syncRecovered',
			description:
				'An incident ended: back to normal, or the job was deleted, replaced or rescheduled, or is no longer watched',
		},
		{
			name: 'Sync Running Too Long',
			value: 'syncRunningLong',
			description: "A run has not finished within the time set in 'Running Too Long'",
		},
		{
			name: 'Sync Still Failing',
			value: 'syncStillFailing',
			description: "A reminder of an open incident, as often as set in 'Reminder Interval'",
		},
		{
			name: 'Sync Stopped',
			value: 'syncStopped',
			description: 'An active job was deactivated or deleted',
		},
	],
};

const kinds: INodeProperties = {
	...jobKindsField,
	description: 'Which kinds of sync jobs to watch. Leave empty for both.',
};

const connections: INodeProperties = {
	...connectionsField,
	hint: 'Leave empty to watch all connections, including new ones',
};

const jobs: INodeProperties = {
	displayName: 'Job Names or IDs',
	name: 'jobs',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getJobs', loadOptionsDependsOn: ['connections', 'jobKinds'] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'Leave empty to watch all jobs, including new ones. An expression can return connection name/kind/job name, with serverSyncJob or userSyncJob as the kind, such as Corporate directory/serverSyncJob/Servers.',
};

const failureThreshold: INodeProperties = {
	displayName: 'Failure Threshold',
	name: 'failureThreshold',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'How many times in a row a job must fail before Sync Failed is reported',
};

const includeTestRuns: INodeProperties = {
	displayName: 'Include Test Runs',
	name: 'includeTestRuns',
	type: 'boolean',
	default: false,
	description:
		'Whether to also report test runs as New Sync Result. They never count as failures of the job.',
};

const reminderHours: INodeProperties = {
	displayName: 'Reminder Interval (Hours)',
	name: 'reminderHours',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 24,
	description: 'Time between two Sync Still Failing reminders',
};

const reportCurrentFailures: INodeProperties = {
	displayName: 'Report Current Failures',
	name: 'reportCurrentFailures',
	type: 'boolean',
	default: true,
	description:
		'Whether to report problems that a job already has when the trigger first sees it. If off, the job is not reported until it has succeeded.',
};

const serversAtRiskPercent: INodeProperties = {
	displayName: 'Servers at Risk (%)',
	name: 'serversAtRiskPercent',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 20,
	description:
		'Share of the AD servers of a project that must be about to lose access before Servers at Risk is reported. The servers are read at most once an hour.',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		failureThreshold,
		includeTestRuns,
		reminderHours,
		reportCurrentFailures,
		serversAtRiskPercent,
		...ruleOptions,
	].sort((one, other) => (one.displayName < other.displayName ? -1 : 1)),
};

/** The parameters of the trigger. */
export const properties: INodeProperties[] = [
	events,
	pollNotice,
	stoppedNotice,
	kinds,
	connections,
	jobs,
	options,
];

const eventLabels = Object.fromEntries(
	(events.options as INodePropertyOptions[]).map(({ value, name }) => [value, name]),
);

/** The events that an expression gives: one, or an array. */
const chosenEvents = '[].concat($parameter["events"])';

/** The subtitle on the canvas, which n8n cuts off at 192 px: the first event and the number of the others. */
export const subtitle = `={{ (${JSON.stringify(eventLabels)})[${chosenEvents}[0]] + (${chosenEvents}.length > 1 ? " +" + (${chosenEvents}.length - 1) : "") }}`;

/**
 * Reads the parameters of the trigger.
 *
 * @throws NodeOperationError naming the parameter if an expression gave a value that it does not take: whoever
 * publishes the workflow must see it
 */
export function readSettings(context: IPollFunctions): Settings {
	try {
		const entered = (context.getNodeParameter('options', {}) ?? {}) as IDataObject;
		const flag = ({ name, displayName, default: fallback }: INodeProperties) =>
			isEmpty(entered[name]) ? fallback === true : parseFlag(entered[name], displayName);
		return {
			events: new Set(readEvents(context)),
			selection: {
				connections: readEach(context, connections, readConnectionChoice),
				jobKinds: readEach(context, kinds, (entry) => jobKinds.find((kind) => kind === entry)),
				jobs: readEach(context, jobs, readJobChoice),
			},
			failureThreshold: readNumber(failureThreshold, entered),
			includeTestRuns: flag(includeTestRuns),
			reminderHours: readNumber(reminderHours, entered),
			reportCurrentFailures: flag(reportCurrentFailures),
			serversAtRiskPercent: readNumber(serversAtRiskPercent, entered),
			...readRuleOptions(entered),
		};
	} catch (error) {
		const { description } = error as InvalidInput;
		const refusal = new NodeOperationError(context.getNode(), error as Error, {
			description: description ?? undefined,
		});
		refusal.failure = { cause: 'configuration-invalid' };
		throw refusal;
	}
}

function readEvents(context: IPollFunctions): EventName[] {
	const chosen = readEach(context, events, (entry) => eventNames.find((name) => name === entry));
	if (chosen.length > 0) return chosen;
	throw new InvalidInput("'Trigger On' is empty", "Choose at least one event under 'Trigger On'");
}

/** Reads the entries of a parameter that takes several; an expression may give a single one. */
function readEach<Value>(
	context: IPollFunctions,
	{ name, displayName }: INodeProperties,
	read: (entry: unknown) => Value | undefined,
): Value[] {
	const entries: unknown[] = [context.getNodeParameter(name, []) ?? []].flat();
	const filled = entries.filter((entry) => !isEmpty(entry));
	return filled.map((entry) => {
		const value = read(entry);
		if (value !== undefined) return value;
		throw new InvalidInput(
			`'${displayName}' has an invalid entry: ${JSON.stringify(entry)}`,
			`Choose from the list of '${displayName}', or correct its expression`,
		);
	});
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}
