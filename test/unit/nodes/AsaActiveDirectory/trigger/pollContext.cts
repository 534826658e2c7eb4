import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { defaultEvents } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { fakeTeam, keyCredential, node, type Api } from '../asa/support.cts';

/** As much of n8n's context as a poll uses, with the default events and a pretended API. */
export function pollContext(api: Api, data: IDataObject, budgetMs?: number): IPollFunctions {
	const parameters: IDataObject = { events: [...defaultEvents], options: {} };
	const { context } = fakeTeam(api, {
		...keyCredential,
		authentication: 'teamToken',
		token: 'token',
	});
	return Object.assign(context, {
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => data,
		getWorkflow: () => ({ id: 'workflow', active: true }),
		getNode: () => node,
		logger: { warn: () => undefined },
		getPollBudgetMs: budgetMs === undefined ? undefined : () => budgetMs,
	}) as unknown as IPollFunctions;
}
