import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:tls';
import axios, { type AxiosRequestConfig } from 'axios';
import { Internet } from './internet.cts';
import { PagerDuty } from './pagerDuty.cts';
import { ServiceNow } from './serviceNow.cts';
import { Slack } from './slack.cts';
import { Teams } from './teams.cts';

const services: { close(): Promise<void> }[] = [];

async function opened<T extends { open(): Promise<void>; close(): Promise<void> }>(service: T) {
	await service.open();
	services.push(service);
	return service;
}

afterEach(async () => {
	await Promise.all(services.splice(0).map((service) => service.close()));
});

async function send(config: AxiosRequestConfig): Promise<{ status: number; data: unknown }> {
	return await axios.request({ proxy: false, validateStatus: () => true, ...config });
}

describe('the stand-in pager', () => {
	const payload = { summary: 'It failed', source: 'corp.example', severity: 'error' };

	async function pager() {
		const service = await opened(new PagerDuty());
		const { body } = JSON.parse(String(service.credential.data.json)) as { body: object };
		const post = async (event: object) =>
			(
				await send({
					method: 'POST',
					url: `${service.url}/v2/enqueue`,
					data: { ...body, ...event },
				})
			).status;
		return { service, post };
	}

	it('pages once an alert, and again when it was resolved', async () => {
		const { service, post } = await pager();
		const trigger = { event_action: 'trigger', dedup_key: 'a', payload };
		expect(await post(trigger)).toBe(202);
		expect(await post(trigger)).toBe(202);
		expect(service.pages).toEqual(['a']);
		expect(await post({ event_action: 'resolve', dedup_key: 'a' })).toBe(202);
		expect(service.openAlerts.size).toBe(0);
		await post(trigger);
		expect(service.pages).toEqual(['a', 'a']);
	});

	it.each([
		['another action', { event_action: 'update', dedup_key: 'a', payload }],
		['no key', { event_action: 'resolve' }],
		['a trigger without payload', { event_action: 'trigger', dedup_key: 'a' }],
		['another service', { event_action: 'resolve', dedup_key: 'a', routing_key: 'other' }],
	])('refuses %s', async (_, event) => {
		const { service, post } = await pager();
		expect(await post(event)).toBe(400);
		expect(service.events.all).toEqual([]);
	});
});

describe('the stand-in ServiceNow', () => {
	async function instance() {
		const service = await opened(new ServiceNow());
		const { user, password } = service.credential.data as Record<string, string>;
		const auth = { username: user, password };
		const table = async (method: string, path = '', config: AxiosRequestConfig = {}) =>
			await send({ method, url: `${service.url}/api/now/table/incident${path}`, auth, ...config });
		return { service, table };
	}

	it('finds what was created, with the fields that are asked for', async () => {
		const { service, table } = await instance();
		await table('POST', '', { data: { correlation_id: 'a' } });
		await table('POST', '', { data: { correlation_id: 'b' } });
		const params = { sysparm_query: 'correlation_id=b', sysparm_fields: 'number,active' };
		const { data } = await table('GET', '', { params });
		expect(data).toEqual({ result: [{ number: 'INC0000002', active: 'true' }] });
		expect(service.of('b')).toHaveLength(1);
	});

	it('orders what it finds', async () => {
		const { table } = await instance();
		for (const [category, impact] of [
			['b', '1'],
			['a', '2'],
			['a', '1'],
		]) {
			await table('POST', '', { data: { correlation_id: 'a', category, impact } });
		}
		const params = {
			sysparm_query: 'correlation_id=a^ORDERBYcategory^ORDERBYimpact',
			sysparm_fields: 'number',
		};
		const { data } = await table('GET', '', { params });
		const numbers = ['INC0000003', 'INC0000002', 'INC0000001'];
		expect(data).toEqual({ result: numbers.map((number) => ({ number })) });
	});

	it('finds an incident once its creation is done, and returns when that was', async () => {
		const { service, table } = await instance();
		service.creationMs = 200;
		const creation = table('POST', '', { data: { correlation_id: 'a' } });
		const find = () => table('GET', '', { params: { sysparm_query: 'correlation_id=a' } });
		expect((await find()).data).toEqual({ result: [] });
		await creation;
		expect((await find()).data).toEqual({
			result: [
				expect.objectContaining({
					sys_created_on: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
				}),
			],
		});
	});

	it('resolves with a code and notes only, and refuses other users', async () => {
		const { service, table } = await instance();
		await table('POST', '', { data: { correlation_id: 'a' } });
		const [id] = service.incidents.keys();
		expect((await table('PATCH', `/${id}`, { data: { state: '6' } })).status).toBe(403);
		const data = { state: '6', close_code: 'Solution provided', close_notes: 'It works' };
		expect((await table('PATCH', `/${id}`, { data })).status).toBe(200);
		expect(service.incidents.get(id)).toMatchObject({ state: '6', active: 'true' });
		expect((await table('GET', '', { auth: undefined })).status).toBe(401);
	});
});

describe('the stand-in Microsoft Teams', () => {
	const message = { body: { contentType: 'html', content: '<b>It failed</b>' } };

	async function teams() {
		const service = await opened(new Teams());
		const { oauthTokenData } = service.credential.data as Record<string, Record<string, string>>;
		const path = `/beta/teams/${service.teamId}/channels/${service.channelId}/messages`;
		const post = async (data: object, url = path, token = oauthTokenData!.access_token) => {
			const headers = { authorization: `Bearer ${token}` };
			return (await send({ method: 'POST', url: service.url + url, data, headers })).status;
		};
		return { service, post, path };
	}

	it('takes HTML to its channel', async () => {
		const { service, post } = await teams();
		expect(await post(message)).toBe(201);
		expect(service.messages.all).toEqual(['<b>It failed</b>']);
	});

	it('refuses another channel, another token and another type', async () => {
		const { service, post, path } = await teams();
		expect(await post(message, path.replace('channels/', 'channels/x'))).toBe(404);
		expect(await post(message, path, 'other')).toBe(401);
		expect(await post({ body: { contentType: 'text', content: 'x' } })).toBe(400);
		expect(service.messages.all).toEqual([]);
	});
});

describe('the stand-in internet', () => {
	/** What the proxy answers to CONNECT. */
	async function asked(internet: Internet, host: string) {
		const proxy = new URL(internet.variables.HTTPS_PROXY);
		const asking = request({
			host: proxy.hostname,
			port: proxy.port,
			method: 'CONNECT',
			path: `${host}:443`,
		});
		asking.end();
		const [response, socket] = await once(asking, 'connect');
		return { status: response.statusCode as number, socket };
	}

	it('brings a known host to its stand-in, through TLS', async () => {
		const slack = await opened(new Slack());
		const internet = await opened(new Internet({ 'slack.com': () => slack.url }));
		const { status, socket } = await asked(internet, 'slack.com');
		expect(status).toBe(200);
		const secure = connect({ socket, rejectUnauthorized: false });
		secure.write(
			'POST /api/chat.postMessage HTTP/1.1\r\nHost: slack.com\r\nConnection: close\r\n\r\n',
		);
		let answer = '';
		for await (const text of secure.setEncoding('utf8')) answer += text;
		expect(answer).toContain('"error":"invalid_auth"');
	});

	it('refuses every other host', async () => {
		const internet = await opened(new Internet({}));
		const { status, socket } = await asked(internet, 'example.com');
		socket.destroy();
		expect(status).toBe(403);
		expect(internet.refused).toEqual(['example.com']);
	});
});
