import { releaseOf } from '../../../support/n8n/releases.cts';
import { checksOf } from './checks.cts';
import { chosenConfigurations, CONFIGURATIONS, type ConfigurationName } from './configurations.cts';
import { BEFORE_EXECUTION, BEFORE_STATE } from './injectedFailures.cts';
import { figures } from './figures.cts';
import type { AuditedItem, DeliveryOutcome } from './deliveryAudit.cts';
import type { SuiteResult } from './runSuite.cts';

const MINUTE = 60_000;

function audited(outcome: DeliveryOutcome, minute: number, statuses: string[] = []): AuditedItem {
	const resultId = `result${minute}`;
	return {
		key: `newResult ${resultId}`,
		resultId,
		endedAt: minute * MINUTE,
		isResult: true,
		outcome,
		executions: statuses.map((status, index) => ({ id: `${minute}${index}`, status, storedAt: 0 })),
	};
}

/** The two failures that excuse losses are injected in the minutes 10 to 19 and 20 to 29. */
function suite(name: ConfigurationName, changes: Partial<SuiteResult> = {}): SuiteResult {
	const [early, late] = [audited('once', 11), audited('once', 21)];
	const found = ['database.sql', 'traffic.log', 'main.log', 'worker1.log', 'worker2.log'];
	return {
		configuration: CONFIGURATIONS.find((each) => each.name === name)!,
		items: [audited('once', 5, ['success']), early, late],
		unexpected: [],
		unreadable: 1,
		reported: new Set(),
		failures: [
			{ name: BEFORE_EXECUTION, items: [early], from: 10 * MINUTE },
			{ name: BEFORE_STATE, items: [late], from: 20 * MINUTE },
			{ name: 'the end', items: [late], from: 30 * MINUTE },
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
	it('pass where all went well', () => {
		expect(failedIn(suite('classic'))).toEqual([]);
		expect(failedIn(suite('cursors'))).toEqual([]);
	});

	it.each([
		['never stored', 11, 'no item is lost except by n8n itself'],
		['polled again', 21, 'no poll is repeated except those that n8n forgot'],
	] as const)(
		'excuse what is %s where n8n was killed between two steps',
		(outcome, minute, name) => {
			const items = [audited(outcome, minute)];
			expect(failedIn(suite('classic', { items }))).toEqual([]);
			expect(failedIn(suite('scheduler', { items }))).toEqual([]);
			expect(failedIn(suite('cursors', { items }))).toEqual([name]);
			for (const other of [9, minute === 11 ? 21 : 11, 30]) {
				const elsewhere = suite('classic', { items: [audited(outcome, other)] });
				expect(failedIn(elsewhere)).toEqual([name]);
			}
		},
	);

	it('take a loss for one of n8n only where its execution has died', () => {
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
		['every injected failure affected a result', { failures: [{ name: 'x', items: [], from: 0 }] }],
		[
			'no secret outside of encrypted credentials',
			{ secrets: { files: 1, bytes: 1, finds: [{ canary: 'token', file: 'main.log' }] } },
		],
		['an unreadable connection is reported', { unreadable: 0 }],
		['the search finds what is there', { controls: { files: 0, bytes: 0, finds: [] } }],
	])('see that %s', (name, changes) => {
		expect(failedIn(suite('cursors', changes))).toEqual([name]);
	});
});

describe('the figures', () => {
	it('have a column a configuration', () => {
		const lines = figures([suite('classic'), suite('cursors')], '2.41.1', 1).split('\n');
		expect(lines[0]).toBe('| what | classic engine | durable cursors |');
		expect(lines).toContain('| n8n | 2.41.1 | 2.41.1 |');
		expect(lines).toContain('| delivered once | 3 | 3 |');
		expect(lines).toContain('| searched, MB | 2 | 2 |');
		expect(lines).toContain(`| ${BEFORE_STATE} | delivered once | delivered once |`);
	});

	it('say how the executions of a lost result ended', () => {
		const lost = audited('died with its execution', 11, ['crashed']);
		const failures = [{ name: 'x', items: [lost], from: 0 }];
		expect(figures([suite('cursors', { failures })], '2.41.1', 1)).toContain(
			'| x | lost, execution marked crashed |',
		);
	});
});

describe('the configurations', () => {
	it('are all that a release has, or the one that is asked for', () => {
		const names = (version: string, name?: ConfigurationName) =>
			chosenConfigurations(releaseOf(version), name).map((each) => each.name);
		expect(names('2.41.1')).toEqual(['classic', 'scheduler', 'cursors']);
		expect(names('2.8.4')).toEqual(['classic']);
		expect(names('2.41.1', 'cursors')).toEqual(['cursors']);
		expect(() => names('2.8.4', 'cursors')).toThrow('has no durable scheduler');
	});
});
