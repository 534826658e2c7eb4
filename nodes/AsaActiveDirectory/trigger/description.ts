import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { connectionsThatFit } from '../sync/requestRate';
import { failureWords, overdueGrace, runningTooLongAfter } from '../watch/fields';

const pollNotice: INodeProperties = {
	displayName: `n8n polls every minute by default. Sync jobs run hourly at most, so 5 to 15 minutes suit them. One poll takes 1 request and 2 for each connection: more than ${connectionsThatFit(1)} connections polled each minute, or ${connectionsThatFit(5)} every 5 minutes, exceed the 10,000 requests an hour that ASA allows.`,
	name: 'pollNotice',
	type: 'notice',
	default: '',
};

const events: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['syncFailed'],
	description:
		'What starts the workflow. An event that opens an incident also brings the item that closes it.',
	options: [
		{
			name: 'Connection Unreadable',
			value: 'connectionUnreadable',
			description: 'A connection could not be read at three polls in a row',
		},
		{
			name: 'New Sync Result',
			value: 'newResult',
			description: 'A sync run ended, whatever came of it',
		},
		{
			name: 'Sync Failed',
			value: 'syncFailed',
			description: 'A sync job failed, as many times in a row as Failure Threshold says',
		},
		{
			name: 'Sync Overdue',
			value: 'syncOverdue',
			description: 'An active sync job did not start when its schedule said',
		},
		{
			name: 'Sync Recovered',
			value: 'syncRecovered',
			description: 'What was wrong with a sync job or a connection is over',
		},
		{
			name: 'Sync Running Too Long',
			value: 'syncRunningLong',
			description: 'A sync run has not ended in the time that the option Running Too Long allows',
		},
		{
			name: 'Sync Still Failing',
			value: 'syncStillFailing',
			description: 'A sync job is still failing or overdue, as often as Reminder Interval says',
		},
		{
			name: 'Sync Stopped',
			value: 'syncStopped',
			description: 'An active sync job was deactivated or is gone',
		},
	],
};

const jobKinds: INodeProperties = {
	displayName: 'Job Kinds',
	name: 'jobKinds',
	type: 'multiOptions',
	default: ['serverSyncJob', 'userSyncJob'],
	description: 'Which kinds of sync jobs to watch; leave empty for both',
	options: [
		{ name: 'Server Sync Job', value: 'serverSyncJob' },
		{ name: 'User Sync Job', value: 'userSyncJob' },
	],
};

const connections: INodeProperties = {
	displayName: 'Connection Names or IDs',
	name: 'connections',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getConnections' },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'Leave empty to watch all, including those created later',
};

const jobs: INodeProperties = {
	displayName: 'Job Names or IDs',
	name: 'jobs',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getJobs', loadOptionsDependsOn: ['connections'] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'Leave empty to watch all, including those created later. In an expression, write connection ID/serverSyncJob or userSyncJob/job name.',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Failure Threshold',
			name: 'failureThreshold',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description: 'How many times in a row a sync job must fail before Sync Failed is reported',
		},
		failureWords,
		{
			displayName: 'Include Test Runs',
			name: 'includeTestRuns',
			type: 'boolean',
			default: false,
			description:
				'Whether New Sync Result reports test runs too; they never count as failures of the job',
		},
		overdueGrace,
		{
			displayName: 'Reminder Interval (Hours)',
			name: 'reminderHours',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 24,
			description: 'Time between two reminders of Sync Still Failing',
		},
		{
			displayName: 'Report Current Failures',
			name: 'reportCurrentFailures',
			type: 'boolean',
			default: true,
			description:
				'Whether to report at the first poll, once, what is failing, overdue or running too long by then',
		},
		runningTooLongAfter,
	],
};

/** What the panel of the trigger asks for. */
export const properties: INodeProperties[] = [
	pollNotice,
	events,
	jobKinds,
	connections,
	jobs,
	options,
];

const eventLabels = Object.fromEntries(
	(events.options as INodePropertyOptions[]).map(({ value, name }) => [value, name]),
);

/** What stands below the trigger on the canvas: the labels of the chosen events. */
export const subtitle = `={{ $parameter["events"].map((event) => (${JSON.stringify(eventLabels)})[event]).join(", ") }}`;
