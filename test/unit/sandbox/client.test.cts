import type { AxiosInstance } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import {
	addConnection,
	clientOf,
	connectionsPath,
	connectionBody,
	serverJobBody,
} from '../../helpers/sandboxRequests.cts';

/**
 * What Okta's own client sends beyond what it must, and a real server takes
 * (docs/api-contract.md, "Behaviour that shapes the product").
 */

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: Awaited<ReturnType<typeof addConnection>>;

beforeEach(async () => {
	sandbox = await startSandbox({ switches: { strictQueries: true } });
	api = clientOf(sandbox);
	connection = await addConnection(sandbox, api);
});

afterEach(() => sandbox.close());

function clientJob(changes: object = {}) {
	const job = serverJobBody(sandbox, changes);
	const rule_assignments = job.rule_assignments.map((rule) => ({
		...rule,
		id: '',
		project_name: '',
	}));
	return { ...job, rule_assignments };
}

test('the list of connections takes gateway_id and include_cert_details', async () => {
	const other = { ...connectionBody(sandbox, 'other.example.com') };
	other.gateway_id = sandbox.getState().gateways[1].id;
	await api.post(connectionsPath, other);
	const domainsFor = async (params: object) => {
		const { status, data } = await api.get(connectionsPath, { params });
		expect(status).toBe(200);
		return data.list.map(({ domain }: { domain: string }) => domain);
	};
	const include_cert_details = false;
	expect(await domainsFor({ gateway_id: other.gateway_id, include_cert_details })).toEqual([
		'other.example.com',
	]);
	expect(await domainsFor({ gateway_id: '', include_cert_details })).toHaveLength(2);
	expect(await domainsFor({ certificate_id: '', include_cert_details: true })).toHaveLength(2);
});

test('every update of a connection takes use_passwordless', async () => {
	for (const use_passwordless of [true, false]) {
		const body = { ...connectionBody(sandbox), use_passwordless };
		expect((await api.put(connection.path, body)).status).toBe(204);
		expect(sandbox.getState().connections[0].usePasswordless).toBe(use_passwordless);
	}
});

test('rules take an empty id and project_name', async () => {
	const created = await api.post(connection.server, clientJob());
	expect(created.status).toBe(201);
	const [rule] = created.data.rule_assignments;
	expect(rule.id).toMatch(/^[0-9a-f-]{36}$/);
	expect(rule.project_name).toBe(sandbox.getState().projects[0].name);

	const path = `${connection.server}/${created.data.id}`;
	expect((await api.put(path, clientJob({ name: 'Renamed' }))).status).toBe(204);
	const { list } = (await api.get(connection.server)).data;
	expect(list).toMatchObject([{ name: 'Renamed' }]);
	expect(list[0].rule_assignments[0].id).not.toBe('');
});
