import axios, { type AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';

/** The path of the connections below the team. */
export const CONNECTIONS = '/integrations/ad_connections';

const A_YEAR = 365 * 86_400;

/** A client of the team's API that throws at no status code; its token outlives the test. */
export function clientOf(
	sandbox: Sandbox,
	token = sandbox.mintToken(A_YEAR).bearer_token,
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
	const { data } = await api.post(CONNECTIONS, connectionBody(sandbox, domain));
	const path = `${CONNECTIONS}/${data.id}`;
	return {
		id: String(data.id),
		path,
		server: `${path}/task_settings`,
		user: `${path}/user_sync_task_settings`,
	};
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
