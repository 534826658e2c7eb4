import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import { AsaActiveDirectoryTrigger } from '../../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import { eventNames } from '../../../../nodes/AsaActiveDirectory/sync/settings';
import {
	optionDefaults,
	readSettings,
} from '../../../../nodes/AsaActiveDirectory/trigger/settings';

const { description } = new AsaActiveDirectoryTrigger();
const property = (name: string) =>
	description.properties.find((one) => one.name === name) as INodeProperties;

/** The settings that parameters come to. */
function read(parameters: Record<string, unknown>) {
	const context = {
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
	};
	return readSettings(context as unknown as IPollFunctions);
}

test('the panel shows the defaults that hold when nothing is set', () => {
	const shown = (property('options').options as INodeProperties[]).map((option) => [
		option.name,
		option.default,
	]);
	expect(Object.fromEntries(shown)).toEqual(optionDefaults);
});

test('the panel offers exactly the events that there are', () => {
	const offered = (property('events').options ?? []).map(
		(option) => 'value' in option && option.value,
	);
	expect([...offered].sort()).toEqual([...eventNames].sort());
});

test('nothing set is everything at its default', () => {
	expect(read({})).toEqual({
		events: new Set(),
		selection: { connections: [], jobKinds: [], jobs: [] },
		includeTestRuns: false,
		failureThreshold: 1,
		failureWords: [],
		overdueGraceMinutes: 30,
		runningLongMinutes: 120,
		reminderHours: 24,
		reportCurrentFailures: true,
	});
});

test('a job’s name may contain slashes', () => {
	const { selection } = read({ jobs: ['c-1/userSyncJob/Staff/EMEA'] });
	expect(selection.jobs).toEqual([
		{ connectionId: 'c-1', kind: 'userSyncJob', name: 'Staff/EMEA' },
	]);
});

test('an expression may give one value where several are taken', () => {
	const { events, selection } = read({ events: 'syncFailed', connections: 'c-1', jobKinds: '' });
	expect(selection.jobKinds).toEqual([]);
	expect([...events]).toEqual(['syncFailed']);
	expect(selection.connections).toEqual(['c-1']);
});

test('failure words are separated by commas', () => {
	expect(read({ options: { failureWords: ' skipped, , Not found ,' } }).failureWords).toEqual([
		'skipped',
		'Not found',
	]);
});

test.each([
	[0, 1],
	[-5, 1],
	['3', 3],
	['many', 1],
	[null, 1],
])('a failure threshold of %p is %d', (failureThreshold, expected) => {
	expect(read({ options: { failureThreshold } }).failureThreshold).toBe(expected);
});

test('events that do not exist are left out', () => {
	expect([...read({ events: ['syncFailed', 'somethingElse'] }).events]).toEqual(['syncFailed']);
});
