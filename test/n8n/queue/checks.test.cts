import { checksOf } from './checks.cts';
import { n8nConfigurations, type ConfigurationName } from '../../../support/n8n/configurations.cts';
import {
	beforeExecution,
	beforeState,
	chosenFailures,
	unreadableText,
} from './injectedFailures.cts';
import { figures } from './figures.cts';
import type { AuditedItem, DeliveryOutcome } from './deliveryAudit.cts';
import type { SuiteResult } from './runSuite.cts';

const minuteMs = 60_000;

function audited(outcome: DeliveryOutcome, minute: number, statuses: string[] = []): AuditedItem {
	const resultId = `result${minute}`;
	return {
		key: `newResult ${resultId}`,
		resultId,
		endedAt: minute * minuteMs,
		isResult: true,
		outcome,
		executions: statuses.map((status, index) => ({ id: `${minute}${index}`, status, storedAt: 0 })),
	};
}

/** The two failures that excuse losses are injected in the minutes 10 to 19 and 20 to 29. */
function suite(name: ConfigurationName, changes: Partial<SuiteResult> = {}): SuiteResult {
	const first = audited('once', 5, ['success']);
	const [early, late] = [audited('once', 11), audited('once', 21)];
	const found = ['database.sql', 'traffic.log', 'main.log', 'worker1.log', 'worker2.log'];
	return {
		configuration: n8nConfigurations.find((each) => each.name === name)!,
		isComplete: true,
		items: [first, early, late],
		unexpected: [],
		unreadable: 1,
		reported: new Set(),
		failures: [
			{ name: unreadableText, items: [first], from: 0 },
			{ name: beforeExecution, items: [early], from: 10 * minuteMs },
			{ name: beforeState, items: [late], from: 20 * minuteMs },
			{ name: 'the end', items: [late], from: 30 * minuteMs },
		],
		executions: [{ id: '50', status: 'success', storedAt: 0 }],
		begunBy: { main: new Set(), workers: new Set(['50']) },
		polls: 3,
		pollLines: { main: 3, workers: 0 },
		secrets: { files: 1, bytes: 2_000_000, finds: [] },
		controls: {
			...{ files: 1, bytes: 1 },
			finds: found.flatMap((file) => [
				{ canary: 'connection', file: `/${file}` },
				{ canary: 'workflow', file: `/${file}` },
			]),
		},
		seconds: 200,
		...changes,
	};
}

function failedIn(result: SuiteResult): string[] {
	return checksOf(result)
		.filter(({ problems }) => problems.length > 0)
		.map(({ name }) => name.replace(/^\w+: /, ''));
}

describe('the checks', () => {
	it('pass if all went well', () => {
		expect(failedIn(suite('classic'))).toEqual([]);
		expect(failedIn(suite('cursors'))).toEqual([]);
	});

	it.each([
		['never stored', 11, 'no item is lost except by n8n itself'],
		['polled again', 21, 'no poll is repeated except those that n8n forgot'],
	] as const)('excuse what is %s if n8n was killed between two steps', (outcome, minute, name) => {
		const items = [audited(outcome, minute)];
		expect(failedIn(suite('classic', { items }))).toEqual([]);
		expect(failedIn(suite('scheduler', { items }))).toEqual([]);
		expect(failedIn(suite('cursors', { items }))).toEqual([name]);
		for (const other of [9, minute === 11 ? 21 : 11, 30]) {
			const elsewhere = suite('classic', { items: [audited(outcome, other)] });
			expect(failedIn(elsewhere)).toEqual([name]);
		}
	});

	it('take a loss for one of n8n only if its execution has died', () => {
		const lost = (status: string) => ({
			items: [audited('died with its execution', 5, [status])],
		});
		expect(failedIn(suite('cursors', lost('crashed')))).toEqual([]);
		expect(failedIn(suite('cursors', lost('success')))).toEqual([
			'every item that was lost with its execution belonged to one that died',
		]);
	});

	it.each<[string, Partial<SuiteResult>]>([
		['nothing unexpected is delivered', { unexpected: ['newResult x'] }],
		[
			'only workers run executions',
			{ begunBy: { main: new Set(['1']), workers: new Set(['50']) } },
		],
		[
			'each execution that succeeded was begun by a worker',
			{ begunBy: { main: new Set(), workers: new Set() } },
		],
		['only main polls', { pollLines: { main: 3, workers: 1 } }],
		['only main polls', { pollLines: { main: 0, workers: 0 } }],
		[
			'every injected failure affected a result',
			{ failures: [{ name: unreadableText, items: [], from: 0 }] },
		],
		[
			'no secret outside of encrypted credentials',
			{ secrets: { files: 1, bytes: 1, finds: [{ canary: 'token', file: 'main.log' }] } },
		],
		['an unreadable connection is reported once', { unreadable: 0 }],
		['an unreadable connection is reported once', { unreadable: 2 }],
		['an unreadable connection is reported once', { failures: [] }],
		['the search finds what is there', { controls: { files: 0, bytes: 0, finds: [] } }],
	])('see that %s', (name, changes) => {
		expect(failedIn(suite('cursors', changes))).toEqual([name]);
	});
});

describe('with some of the failures', () => {
	const [failure] = chosenFailures('worker killed before');
	const failures = [{ name: failure.name, items: [audited('once', 11)], from: 10 * minuteMs }];
	const partial = (changes: Partial<SuiteResult> = {}) =>
		suite('classic', { isComplete: false, unreadable: 0, failures, ...changes });

	it('the checks pass if all went well', () => {
		expect(failedIn(partial())).toEqual([]);
	});

	it('nothing excuses what only others cause', () => {
		expect(failedIn(partial({ items: [audited('never stored', 11)] }))).toEqual([
			'no item is lost except by n8n itself',
		]);
	});

	it('a worker may have had nothing to do', () => {
		const { controls } = suite('classic');
		const finds = controls.finds.filter(({ file }) => file !== '/worker2.log');
		const without = { controls: { ...controls, finds } };
		expect(failedIn(partial(without))).toEqual([]);
		expect(failedIn(suite('classic', without))).toEqual(['the search finds what is there']);
	});

	it('a text that no name has is refused', () => {
		expect(() => chosenFailures('nothing of the kind')).toThrow('--help lists them');
	});
});

it('an item that fails a check names the failure before it', () => {
	const items = [audited('never stored', 5), audited('never stored', 35)];
	const [check] = checksOf(suite('classic', { items, failures: [] }));
	expect(check.problems[0]).toContain('ended 1970-01-01T00:05:00.000Z after "the start"');
	const [other] = checksOf(suite('classic', { items }));
	expect(other.problems[1]).toContain('after "the end"');
});

describe('the figures', () => {
	it('have a column a configuration', () => {
		const lines = figures([suite('classic'), suite('cursors')], 1).split('\n');
		expect(lines[0]).toBe('| what | classic engine | durable cursors |');
		expect(lines).toContain('| delivered once | 3 | 3 |');
		expect(lines).toContain('| searched, MB | 2 | 2 |');
		expect(lines).toContain(`| ${beforeState} | delivered once | delivered once |`);
	});

	it('say how the executions of a lost result ended', () => {
		const lost = audited('died with its execution', 11, ['crashed']);
		const failures = [{ name: 'x', items: [lost], from: 0 }];
		expect(figures([suite('cursors', { failures })], 1)).toContain(
			'| x | lost, execution marked crashed |',
		);
	});
});
