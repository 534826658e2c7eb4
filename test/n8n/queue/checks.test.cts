import { releaseOf } from '../../../support/n8n/releases.cts';
import type { CampaignResult } from './suite.cts';
import { checks } from './checks.cts';
import { chosenConfigurations, CONFIGURATIONS, type ConfigurationName } from './configurations.cts';
import { BEFORE_EXECUTION, BEFORE_STATE } from './injectedFailures.cts';
import { figures } from './figures.cts';
import type { Account, Fate } from './deliveryAudit.cts';

const MINUTE = 60_000;

function account(fate: Fate, minute: number, statuses: string[] = []): Account {
	const resultId = `result${minute}`;
	return {
		key: `newResult ${resultId}`,
		resultId,
		endedAt: minute * MINUTE,
		isResult: true,
		fate,
		executions: statuses.map((status, index) => ({ id: `${minute}${index}`, status, storedAt: 0 })),
	};
}

/** The two disturbances with an excuse take place in the minutes 10 to 19 and 20 to 29. */
function campaign(name: ConfigurationName, changes: Partial<CampaignResult> = {}): CampaignResult {
	const [early, late] = [account('once', 11), account('once', 21)];
	const found = ['database.sql', 'traffic.log', 'main.log', 'worker1.log', 'worker2.log'];
	return {
		configuration: CONFIGURATIONS.find((each) => each.name === name)!,
		accounts: [account('once', 5, ['success']), early, late],
		strangers: [],
		unreadable: 1,
		reported: new Set(),
		outcomes: [
			{ name: BEFORE_EXECUTION, accounts: [early], from: 10 * MINUTE },
			{ name: BEFORE_STATE, accounts: [late], from: 20 * MINUTE },
			{ name: 'the end', accounts: [late], from: 30 * MINUTE },
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

function failedIn(result: CampaignResult): string[] {
	return checks(result)
		.filter(({ problems }) => problems.length > 0)
		.map(({ name }) => name.replace(/^\w+: /, ''));
}

describe('the checks', () => {
	it('pass where all went well', () => {
		expect(failedIn(campaign('classic'))).toEqual([]);
		expect(failedIn(campaign('cursors'))).toEqual([]);
	});

	it.each([
		['never stored', 11, 'no item is lost that n8n has not lost'],
		['polled again', 21, 'no poll is done again that n8n has not forgotten'],
	] as const)('excuse what is %s where n8n was killed between two steps', (fate, minute, name) => {
		const accounts = [account(fate, minute)];
		expect(failedIn(campaign('classic', { accounts }))).toEqual([]);
		expect(failedIn(campaign('scheduler', { accounts }))).toEqual([]);
		expect(failedIn(campaign('cursors', { accounts }))).toEqual([name]);
		for (const other of [9, minute === 11 ? 21 : 11, 30]) {
			const elsewhere = campaign('classic', { accounts: [account(fate, other)] });
			expect(failedIn(elsewhere)).toEqual([name]);
		}
	});

	it('take a loss for one of n8n only where its execution has died', () => {
		const lost = (status: string) => ({
			accounts: [account('died with its execution', 5, [status])],
		});
		expect(failedIn(campaign('cursors', lost('crashed')))).toEqual([]);
		expect(failedIn(campaign('cursors', lost('success')))).toEqual([
			'lost with an execution that died',
		]);
	});

	it.each<[string, Partial<CampaignResult>]>([
		['nothing is delivered that was not due', { strangers: ['newResult x'] }],
		[
			'executions run on workers alone',
			{ begunBy: { main: new Set(['1']), workers: new Set(['50']) } },
		],
		[
			'each execution that succeeded was begun by a worker',
			{ begunBy: { main: new Set(), workers: new Set() } },
		],
		['polls run on main alone', { pollLines: { main: 3, workers: 1 } }],
		['polls run on main alone', { pollLines: { main: 0, workers: 0 } }],
		[
			'each result that a disturbance was aimed at has ended',
			{ outcomes: [{ name: 'x', accounts: [], from: 0 }] },
		],
		[
			'no secret outside of encrypted credentials',
			{ secrets: { files: 1, bytes: 1, finds: [{ canary: 'token', file: 'main.log' }] } },
		],
		['an unreadable connection is reported', { unreadable: 0 }],
		['the search finds what is there', { controls: { files: 0, bytes: 0, finds: [] } }],
	])('see that %s', (name, changes) => {
		expect(failedIn(campaign('cursors', changes))).toEqual([name]);
	});
});

describe('the figures', () => {
	it('have a column a configuration', () => {
		const lines = figures([campaign('classic'), campaign('cursors')], '2.41.1', 1).split('\n');
		expect(lines[0]).toBe('| what | classic engine | durable cursors |');
		expect(lines).toContain('| n8n | 2.41.1 | 2.41.1 |');
		expect(lines).toContain('| delivered once | 3 | 3 |');
		expect(lines).toContain('| searched, MB | 2 | 2 |');
		expect(lines).toContain(`| ${BEFORE_STATE} | delivered once | delivered once |`);
	});

	it('say how the executions of a lost result ended', () => {
		const lost = account('died with its execution', 11, ['crashed']);
		const outcomes = [{ name: 'x', accounts: [lost], from: 0 }];
		expect(figures([campaign('cursors', { outcomes })], '2.41.1', 1)).toContain(
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
