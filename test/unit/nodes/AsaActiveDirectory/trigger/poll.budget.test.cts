import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { defaultEvents } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { poll } from '../../../../../nodes/AsaActiveDirectory/trigger/poll';
import { takeSnapshot } from '../../../../../nodes/AsaActiveDirectory/trigger/snapshot';

/** A first poll of a team without connections: there is nothing to report, and its state is new. */
function contextOf(getPollBudgetMs?: () => number): IPollFunctions {
	const parameters: IDataObject = { events: [...defaultEvents], options: {} };
	const data: IDataObject = {};
	return {
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => data,
		getWorkflow: () => ({ id: 'workflow', active: true }),
		getNode: () => ({
			id: 'node',
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 1,
			parameters: {},
		}),
		getCredentials: async () => ({
			teamName: 'example',
			authentication: 'teamToken',
			token: 'token',
			baseUrl: 'https://app.scaleft.com',
		}),
		helpers: {
			httpRequestWithAuthentication: async () => ({
				statusCode: 200,
				headers: {},
				body: { list: [] },
			}),
		},
		logger: { warn: () => undefined },
		getPollBudgetMs,
	} as unknown as IPollFunctions;
}

/** Source: docs/decisions.md, "What the durable scheduler keeps". */
it.each([
	['no budget, as in n8n 2.8', undefined, null],
	['the budget outside the durable scheduler', 300_000, null],
	['the usual budget of the durable scheduler', 36_000, [[]]],
	['a long one, from N8N_SCHEDULER_POLL_TIMEOUT', 900_000, [[]]],
])('with %s, a poll without items returns what saves its state', async (_, budgetMs, expected) => {
	const context = contextOf(budgetMs === undefined ? undefined : () => budgetMs);
	expect(await poll(context, takeSnapshot)).toEqual(expected);
});
