import type { IDataObject } from 'n8n-workflow';
import type { SandboxOptions } from '../../../sandbox/sandbox.cts';
import { closeAll, startAsa, type Asa } from '../asa.cts';
import {
	byId,
	firstConnection,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from '../runOperation.cts';
import { deviations, schemaOf } from '../../helpers/schema.cts';

/**
 * A team for each test, whose operations run as previews: Preview Changes reads and compares, and sends nothing that
 * changes anything.
 */
export function startPreviews(dialect: SandboxOptions['dialect']) {
	let team: Asa;
	const asa = () => team;
	const connection = () => firstConnection(team).connection;

	beforeEach(async () => {
		team = await startAsa({ dialect });
		team.credential = team.store({
			serviceAccountUsername: 'svc-new',
			serviceAccountPassword: 'canary-password',
		});
		await signIn(team);
	});
	afterEach(closeAll);

	/** Runs an operation as a preview; what it sends must be reading alone. */
	async function preview(
		resource: string,
		operation: string,
		parameters: IDataObject,
		options = {},
	) {
		const before = team.sandbox.getState();
		const place = resource === 'connection' ? {} : { connection: byId(connection().id) };
		const result = await runOperation(team, resource, operation, {
			...place,
			...parameters,
			options: { previewChanges: true, ...options },
		} as never);
		expect(takeSent(team).filter(([line]) => !line.startsWith('GET'))).toEqual([]);
		const { requests } = before;
		expect({ ...team.sandbox.getState(), requests }).toEqual(before);
		return result;
	}

	/** The one item of a preview. */
	async function previewed(...parameters: Parameters<typeof preview>) {
		const { items, error } = await preview(...parameters);
		expect(error).toBeUndefined();
		const [json, ...others] = outputs({ items });
		expect(others).toEqual([]);
		expect(deviations(schemaOf(parameters[0], parameters[1]), { ...json, changes: [] })).toEqual(
			[],
		);
		return json;
	}

	return { asa, connection, preview, previewed };
}
