import type { IDataObject } from 'n8n-workflow';
import { dialects, startAsa, type Asa } from './asa.cts';

export const connections = '/integrations/ad_connections';

export const password = 'canary-p@ssword';

/** Starts a team whose credential has a service account and a token, and an empty request log. */
export async function startWithServiceAccount(dialect: (typeof dialects)[number]): Promise<Asa> {
	const asa = await startAsa({ dialect });
	asa.credential = asa.store({
		serviceAccountUsername: 'svc-asa',
		serviceAccountPassword: password,
	});
	await connectionRuns(() => asa).run({ operation: 'getAll' });
	asa.sent();
	return asa;
}

/** How to run operations on connections, what the team has now, and the bodies that were sent. */
export function connectionRuns(asa: () => Asa) {
	const run = (
		parameters: IDataObject,
		settings: { items?: IDataObject[]; continueOnFail?: boolean; link?: string } = {},
	) =>
		asa().engine.run({
			type: 'asaActiveDirectory',
			parameters: { resource: 'connection', ...parameters } as never,
			credentials: [asa().credential],
			...settings,
		});

	const corporate = () => asa().sandbox.getState().connections[0];
	const gateway = (index: number) => asa().sandbox.getState().gateways[index];
	const bodies = () =>
		asa()
			.sandbox.getRequests()
			.map(({ body }) => body);
	return { run, corporate, gateway, bodies };
}
