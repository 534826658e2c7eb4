import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { dialects, startAsa, type Asa } from './asa.cts';

/** Starts a team whose first runs have ended, with a token in the credential and an empty request log. */
export async function startIdle(dialect: (typeof dialects)[number]): Promise<Asa> {
	const asa = await startAsa({ dialect });
	asa.sandbox.advance(300);
	await statusRuns(() => asa).getMany();
	asa.sent();
	return asa;
}

/** How to ask for the status of jobs, which jobs there are, and how to let them run. */
export function statusRuns(asa: () => Asa) {
	const run = (parameters: INodeParameters = {}) =>
		asa().engine.run({
			type: 'asaActiveDirectory',
			parameters: {
				resource: 'syncStatus',
				operation: 'getAll',
				returnAll: true,
				simplify: false,
				...parameters,
			},
			credentials: [asa().credential],
		});

	async function getMany(parameters: INodeParameters = {}): Promise<IDataObject[]> {
		const { items, error } = await run(parameters);
		if (error) throw new Error(error.message);
		return items.map(({ json }) => json);
	}

	const connections = () => asa().sandbox.getState().connections;

	/** The job of that name in the first connection. */
	function job(name: string) {
		const [{ serverSyncJobs, userSyncJobs }] = connections();
		return [...serverSyncJobs, ...userSyncJobs].find(({ settings }) => settings.name === name)!;
	}

	function endRuns(name: string, outcome: 'succeed' | 'fail', times = 1) {
		const { sandbox } = asa();
		for (let run = 0; run < times; run++) {
			sandbox.advance(60);
			sandbox.runJob(job(name).id);
			sandbox.endRun(job(name).id, outcome);
		}
	}

	const statusOf = (statuses: IDataObject[], name: string) => {
		const [{ id }] = connections();
		return statuses.find((one) => one.job_name === name && one.connection_id === id)!;
	};

	return { run, getMany, connections, job, endRuns, statusOf };
}
