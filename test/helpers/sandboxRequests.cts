import axios, { type AxiosInstance } from 'axios';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.cts';

/** The path of the connections below the team. */
export const connectionsPath = '/integrations/ad_connections';

/** When the clock of a sandbox starts. */
export const startText = '2026-01-05T00:00:00Z';

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const yearSeconds = 365 * 86_400;

/** A client of the team's API that throws at no status code; its token outlives the test. */
export function clientOf(
	sandbox: Sandbox,
	token = sandbox.mintToken(yearSeconds).bearer_token,
): AxiosInstance {
	return axios.create({
		baseURL: `${sandbox.url}/v1/teams/${sandbox.team}`,
		headers: { authorization: `Bearer ${token}` },
		validateStatus: () => true,
		maxRedirects: 0,
	});
}

/** A client of the sandbox's control that throws at no status code. */
export function controlOf(sandbox: Sandbox): AxiosInstance {
	return axios.create({ baseURL: `${sandbox.url}/sandbox`, validateStatus: () => true });
}

export function connectionBody(sandbox: Sandbox, domain = 'foo.example.com') {
	return {
		name: `Directory of ${domain}`,
		gateway_id: sandbox.getState().gateways[0].id,
		domain,
		domain_controllers: ['1.2.3.4', 'bar.example.com'],
		service_account_username: 'admin',
		service_account_password: 'p@$$w0rD',
	};
}

export function ruleBody(sandbox: Sandbox, priority = 1) {
	return {
		base_dn: 'OU=Servers,DC=foo',
		ldap_query_filter: '(objectCategory=computer)',
		project_id: sandbox.getState().projects[0].id,
		priority,
	};
}

export function serverJobBody(sandbox: Sandbox, changes: object = {}) {
	return {
		name: 'Server Sync Job - 1',
		frequency: 6,
		is_active: true,
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		rule_assignments: [ruleBody(sandbox)],
		...changes,
	};
}

export function userJobBody(changes: object = {}) {
	return {
		name: 'User Sync Job - 1',
		base_dn: 'OU=People,DC=foo',
		ldap_query_filter: '(objectCategory=person)',
		is_active: true,
		frequency: 6,
		...changes,
	};
}

/** Creates a connection. @returns its id and the paths of its two kinds of jobs */
export async function addConnection(sandbox: Sandbox, api: AxiosInstance, domain?: string) {
	const { data } = await api.post(connectionsPath, connectionBody(sandbox, domain));
	const path = `${connectionsPath}/${data.id}`;
	return {
		id: String(data.id),
		path,
		server: `${path}/task_settings`,
		user: `${path}/user_sync_task_settings`,
	};
}

export type TeamConnection = Awaited<ReturnType<typeof addConnection>>;

/** Starts a sandbox with one connection. */
export async function startTeam(
	options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; api: AxiosInstance; connection: TeamConnection }> {
	const sandbox = await startSandbox(options);
	const api = clientOf(sandbox);
	return { sandbox, api, connection: await addConnection(sandbox, api) };
}

/** Closes a sandbox after making sure that every request went to an endpoint of the table. */
export async function closeChecked(sandbox: Sandbox): Promise<void> {
	const unknown = sandbox.getRequests().filter(({ endpoint }) => endpoint === null);
	await sandbox.close();
	expect(unknown).toEqual([]);
}

/** The body of a refusal. */
export function refusal(code: number, nottype: string) {
	return { code, message: expect.any(String), nottype };
}

/** @returns the rows of the first table below a heading of a Markdown page, without its head */
export function tableBelow(page: string, heading: string): string[][] {
	const lines = page.slice(page.indexOf(`\n${heading}\n`)).split('\n');
	const first = lines.findIndex((line) => line.startsWith('|'));
	const length = lines.slice(first).findIndex((line) => !line.startsWith('|'));
	return lines.slice(first + 2, first + length).map((line) =>
		line
			.slice(1, -1)
			.split('|')
			.map((cell) => cell.trim()),
	);
}
