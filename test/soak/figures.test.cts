import type { Finding, PollFindings } from './oracle/comparison.cts';
import { Figures } from './figures.cts';

const alert = { at: 0, subject: 'job', subjectText: 'the job', line: 'trigger', text: 'trigger' };

const noItems = { items: null, errors: [], warnings: [], thrown: null };

/** Figures of a series of polls, each with its findings. */
async function figuresOf(polls: Finding[][]): Promise<Record<string, string | number>> {
	const figures = new Figures();
	for (const findings of polls) {
		await figures.time(async () => await Promise.resolve());
		const found: PollFindings = { findings, results: 0, alerts: 0, errors: 0, points: [] };
		figures.addPoll(0, noItems, found, 'delivered');
	}
	figures.close(new Set(), new Set());
	return { ...Object.fromEntries(figures.rows(1)), failed: Number(figures.hasFailed) };
}

it.each([
	[1, { 'items one or two polls late': 1, 'items late by more than two polls': 0, failed: 0 }],
	[2, { 'items one or two polls late': 1, 'items late by more than two polls': 0, failed: 0 }],
	[3, { 'items one or two polls late': 0, 'items late by more than two polls': 1, failed: 1 }],
	[4, { 'items one or two polls late': 0, 'items late by more than two polls': 1, failed: 1 }],
])('an alert %i polls late', async (delay, expected) => {
	const polls: Finding[][] = [[{ ...alert, type: 'missing' }]];
	for (let poll = 1; poll < delay; poll++) polls.push([]);
	polls.push([{ ...alert, type: 'wrong' }], []);
	expect(await figuresOf(polls)).toMatchObject({
		...expected,
		'alerts and error executions missing': 0,
	});
});

it('an alert that never comes is missing', async () => {
	const figures = await figuresOf([[{ ...alert, type: 'missing' }], [], [], []]);
	expect(figures).toMatchObject({
		'alerts and error executions missing': 1,
		'alerts and error executions wrong': 0,
		failed: 1,
	});
});

it('a result that was delivered before is doubled', async () => {
	const figures = new Figures();
	const found: PollFindings = { findings: [], results: 1, alerts: 0, errors: 0, points: [] };
	const items = [{ event: 'newResult', result_id: 'one' }];
	for (let poll = 0; poll < 2; poll++) {
		await figures.time(async () => await Promise.resolve());
		figures.addPoll(0, { ...noItems, items }, found, 'delivered');
	}
	expect(Object.fromEntries(figures.rows(1))).toMatchObject({ 'results doubled': 1 });
});

it('counts error executions, those that were right, and a throw, which is wrong', async () => {
	const figures = new Figures();
	await figures.time(async () => await Promise.resolve());
	const found: PollFindings = { findings: [], results: 0, alerts: 0, errors: 1, points: [] };
	figures.addPoll(0, { ...noItems, errors: ['one'], thrown: 'two' }, found, 'delivered');
	expect(Object.fromEntries(figures.rows(1))).toMatchObject({
		'error executions': 2,
		'error executions right': 1,
		'alerts and error executions wrong': 1,
	});
});

const opening = {
	event: 'syncFailed',
	incident_action: 'trigger',
	incident_key: 'key',
	cause: 'failed',
	job_id: 'job',
};

it('counts an incident that is left open once', async () => {
	const figures = new Figures();
	await figures.time(async () => await Promise.resolve());
	const found: PollFindings = { findings: [], results: 0, alerts: 1, errors: 0, points: [] };
	figures.addPoll(0, { ...noItems, items: [opening] }, found, 'delivered');
	figures.close(new Set(), new Set());
	expect(figures.hasFailed).toBe(true);
	expect(Object.fromEntries(figures.rows(1))).toMatchObject({
		'of them syncFailed, trigger, cause failed': 1,
		'incidents left open wrongly': 1,
		'alerts and error executions wrong': 0,
	});
});
