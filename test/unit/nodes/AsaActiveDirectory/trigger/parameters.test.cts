import type { IDataObject, INodeParameters, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError, Workflow } from 'n8n-workflow';
import { AsaActiveDirectoryTrigger } from '../../../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import { defaultEvents } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import {
	properties,
	readSettings,
	subtitle,
} from '../../../../../nodes/AsaActiveDirectory/trigger/parameters';
import { node } from '../asa/support.cts';

/** A context with these parameters; those that are missing have the fallback. */
function contextOf(parameters: IDataObject): IPollFunctions {
	const context = {
		getNode: () => node,
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
	};
	return context as unknown as IPollFunctions;
}

const read = (parameters: IDataObject = {}) =>
	readSettings(contextOf({ events: ['syncFailed'], ...parameters }));

/** What reading throws. */
function refusalOf(parameters: IDataObject): NodeOperationError {
	try {
		read(parameters);
	} catch (error) {
		return error as NodeOperationError;
	}
	throw new Error('It should have been refused');
}

test('without options all have their defaults, and everything is watched', () => {
	expect(read()).toEqual({
		events: new Set(['syncFailed']),
		selection: { connections: [], jobKinds: [], jobs: [] },
		failureThreshold: 1,
		failureWords: [],
		successWords: [],
		includeTestRuns: false,
		overdueGraceMinutes: 30,
		runningLongMinutes: 120,
		reminderHours: 24,
		accessWarningHours: 24,
		serversAtRiskPercent: 20,
		reportCurrentFailures: true,
	});
});

test('choices are read from what the lists store, from texts and from objects', () => {
	const connections = ['{"id":"c1","name":"Corp"}', 'EMEA', '', null];
	const jobs = 'Corp/userSyncJob/Employees';
	const { selection } = read({ connections, jobs, jobKinds: 'userSyncJob' });
	expect(selection).toEqual({
		connections: [
			{ id: 'c1', name: 'Corp' },
			{ id: 'EMEA', name: 'EMEA' },
		],
		jobKinds: ['userSyncJob'],
		jobs: [
			{
				connection: { id: 'Corp', name: 'Corp' },
				kind: 'userSyncJob',
				job: { id: 'Employees', name: 'Employees' },
			},
		],
	});
});

test.each([
	[false, false],
	['false', false],
	[' No ', false],
	[0, false],
	['off', false],
	[true, true],
	['TRUE', true],
	[1, true],
	['on', true],
])('a switch may be %p', (value, isOn) => {
	const options = { includeTestRuns: value, reportCurrentFailures: value };
	expect(read({ options })).toMatchObject({ includeTestRuns: isOn, reportCurrentFailures: isOn });
});

test.each([[''], [null], [undefined]])('a switch that is %p has its default', (value) => {
	const options = { includeTestRuns: value, reportCurrentFailures: value } as IDataObject;
	expect(read({ options })).toMatchObject({ includeTestRuns: false, reportCurrentFailures: true });
});

test.each<[string, IDataObject, string]>([
	['no event', { events: [] }, "'Trigger On' is empty"],
	['empty events', { events: ['', null] as never }, "'Trigger On' is empty"],
	['an unknown event', { events: ['x'] }, `'Trigger On' has an invalid entry: "x"`],
	['an unknown kind', { jobKinds: ['x'] }, `'Job Kinds' has an invalid entry: "x"`],
	[
		'a connection that is none',
		{ connections: [{ other: 1 }] },
		`'Connection Names or IDs' has an invalid entry: {"other":1}`,
	],
	['a job that is none', { jobs: ['x'] }, `'Job Names or IDs' has an invalid entry: "x"`],
	[
		'a threshold of 0',
		{ options: { failureThreshold: 0 } },
		"'Failure Threshold' must be 1 or greater, got 0",
	],
	[
		'a share of 0',
		{ options: { serversAtRiskPercent: 0 } },
		"'Servers at Risk (%)' must be from 1 to 100, got 0",
	],
	[
		'a share of more than all',
		{ options: { serversAtRiskPercent: 120 } },
		"'Servers at Risk (%)' must be from 1 to 100, got 120",
	],
	[
		'a reminder in words',
		{ options: { reminderHours: 'daily' } },
		`'Reminder Interval (Hours)' must be 1 or greater, got "daily"`,
	],
])('%s is refused, and the error says what to do', (_, parameters, message) => {
	const refusal = refusalOf(parameters);
	expect(refusal).toBeInstanceOf(NodeOperationError);
	expect(refusal.message).toBe(message);
	expect(refusal.description).toMatch(/^(Choose|Enter)/);
	expect(refusal.failure).toEqual({ cause: 'configuration-invalid' });
});

test('a switch in other words is refused', () => {
	const { message } = refusalOf({ options: { includeTestRuns: 'perhaps' } });
	expect(message).toContain('Include Test Runs');
});

test('an error of an expression comes through', () => {
	const context = {
		getNode: () => node,
		getNodeParameter() {
			throw new Error('The expression is broken');
		},
	};
	expect(() => readSettings(context as unknown as IPollFunctions)).toThrow(
		'The expression is broken',
	);
});

describe('the subtitle', () => {
	const [events] = properties;
	const labels = events.options as Array<{ name: string; value: string }>;

	test.each(labels)('of $value alone is its label', ({ name, value }) => {
		expect(shownSubtitle({ events: [value] })).toBe(name);
	});

	test.each(labels)('of $value and all others is not cut off', ({ name, value }) => {
		const others = labels.filter((one) => one.value !== value).map((one) => one.value);
		const shown = shownSubtitle({ events: [value, ...others] });
		expect(shown).toBe(`${name} +${others.length}`);
		expect(shown.length).toBeLessThan(30);
	});

	test('takes a single event of an expression', () => {
		expect(shownSubtitle({ events: 'syncFailed' })).toBe('Sync Failed');
	});

	/** As n8n's editor makes it of the parameters. */
	function shownSubtitle(parameters: INodeParameters): string {
		const trigger = { ...node, parameters };
		const type = { description: new AsaActiveDirectoryTrigger().description };
		const nodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const workflow = new Workflow({ nodes: [trigger], connections: {}, active: false, nodeTypes });
		return String(workflow.expression.getSimpleParameterValue(trigger, subtitle, 'internal', {}));
	}
});

test('the notice on polling is short and stands below Trigger On', () => {
	const [events, notice] = properties;
	expect(events.name).toBe('events');
	expect(events.default).toEqual(defaultEvents);
	expect(notice.type).toBe('notice');
	expect(notice.displayName.length).toBeLessThan(140);
});

test('the hint of Job Names or IDs shows an entry that is accepted', () => {
	const { hint = '' } = properties.find(({ name }) => name === 'jobs')!;
	const [, example] = /such as (.+)\.$/.exec(hint)!;
	expect(read({ jobs: [example] }).selection.jobs).toEqual([
		{
			connection: { id: 'Corporate directory', name: 'Corporate directory' },
			kind: 'serverSyncJob',
			job: { id: 'Servers', name: 'Servers' },
		},
	]);
});
