import { NodeOperationError, type INodeProperties, type IPollFunctions } from 'n8n-workflow';
import { AsaActiveDirectoryTrigger } from '../../../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import { eventNames } from '../../../../../nodes/AsaActiveDirectory/sync/settings';
import {
	optionDefaults,
	readSettings,
} from '../../../../../nodes/AsaActiveDirectory/trigger/settings';

const { description } = new AsaActiveDirectoryTrigger();
const property = (name: string) =>
	description.properties.find((one) => one.name === name) as INodeProperties;

/** The settings that parameters come to; an event is chosen unless they say otherwise. */
function read(parameters: Record<string, unknown>) {
	const all: Record<string, unknown> = { events: ['syncFailed'], ...parameters };
	const context = {
		getNode: () => ({ name: 'Trigger', type: 'trigger', typeVersion: 1, parameters: {} }),
		getNodeParameter: (name: string, fallback: unknown) => all[name] ?? fallback,
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
		events: new Set(['syncFailed']),
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
])('a failure threshold of %p is %d', (failureThreshold, expected) => {
	expect(read({ options: { failureThreshold } }).failureThreshold).toBe(expected);
});

/** What the refusal of parameters says. */
function refusalOf(parameters: Record<string, unknown>) {
	try {
		read(parameters);
	} catch (error) {
		if (error instanceof NodeOperationError) return [error.message, error.description];
	}
	return undefined;
}

describe('what is not understood is refused by its name in the panel', () => {
	test.each([
		['events', [], 'Trigger On'],
		['events', '', 'Trigger On'],
		['events', ['syncFailed', 'somethingElse'], 'Trigger On'],
		['jobKinds', ['groupSyncJob'], 'Job Kinds'],
		['jobs', ['Staff'], 'Job Names or IDs'],
		['jobs', ['c-1/groupSyncJob/Staff'], 'Job Names or IDs'],
		['jobs', ['c-1/userSyncJob'], 'Job Names or IDs'],
		['jobs', ['c-1/userSyncJob/'], 'Job Names or IDs'],
		['jobs', ['/userSyncJob/Staff'], 'Job Names or IDs'],
	])('%s as %j', (name, value, label) => {
		expect(property(name).displayName).toBe(label);
		const said = refusalOf({ [name]: value });
		expect(said).toEqual([expect.stringContaining(`"${label}"`), expect.stringContaining(label)]);
	});

	const numbers = (property('options').options as INodeProperties[]).filter(
		({ type }) => type === 'number',
	);
	const values = ['many', '', ' ', null, NaN, Infinity, true, [], {}];
	test.each(
		numbers.flatMap(({ name, displayName }) => values.map((value) => [name, value, displayName])),
	)('%s as %p', (name, value, label) => {
		expect(refusalOf({ options: { [String(name)]: value } })).toEqual([
			`"${label}" is not a number`,
			`Enter a number for "${label}"`,
		]);
	});

	test('but an option that is not set is at its default', () => {
		expect(read({ options: { reminderHours: 5 } })).toMatchObject({
			failureThreshold: 1,
			reminderHours: 5,
		});
	});
});
