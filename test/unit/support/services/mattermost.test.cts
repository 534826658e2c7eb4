import axios from 'axios';
import { Mattermost } from '../../../../support/services/mattermost.cts';

describe('Mattermost', () => {
	const mattermost = new Mattermost();

	beforeAll(() => mattermost.open());
	afterAll(() => mattermost.close());

	const http = axios.create({ proxy: false, validateStatus: () => true });

	function call(method: string, path: string, data?: unknown) {
		const { accessToken } = mattermost.credential.data;
		const headers = { authorization: `Bearer ${String(accessToken)}` };
		return http.request({ method, url: `${mattermost.url}/api/v4${path}`, data, headers });
	}

	it('keeps what is posted', async () => {
		const channel_id = mattermost.channel.id;
		const answer = await call('POST', '/posts', { channel_id, message: 'Sync failed', props: {} });
		expect(answer.status).toBe(201);
		const reply = { channel_id, message: 'It succeeds again', root_id: answer.data.id };
		expect((await call('POST', '/posts', reply)).status).toBe(201);
		expect(mattermost.posts.all).toMatchObject([
			{ ...answer.data, message: 'Sync failed', root_id: '' },
			reply,
		]);
	});

	const toChannel = (post: object) => ({ channel_id: mattermost.channel.id, ...post });

	it.each([
		['a body without a channel', 400, () => ({ message: 'x' })],
		['a channel that is not there', 403, () => ({ message: 'x', channel_id: 'elsewhere' })],
		['an empty message', 400, () => toChannel({ message: '' })],
		['a message that is too long', 400, () => toChannel({ message: 'x'.repeat(16_384) })],
		['an answer to nothing', 400, () => toChannel({ message: 'x', root_id: 'nothing' })],
	])('refuses %s', async (_name, status, post) => {
		const before = mattermost.posts.all.length;
		const answer = await call('POST', '/posts', post());
		expect([answer.status, answer.data.status_code]).toEqual([status, status]);
		expect(mattermost.posts.all).toHaveLength(before);
	});

	it('lists its channel on the first page only', async () => {
		const pages = await Promise.all(
			[0, 1].map((page) => call('GET', `/channels?page=${page}&per_page=100`)),
		);
		expect(pages.map(({ data }) => data)).toEqual([[mattermost.channel], []]);
	});

	it('has a page for people, with what was posted as Mattermost shows it', async () => {
		const message = '🚨 Sync failed\n&lt;Servers&gt; <b>\\[EMEA\\]</b> C:\\Windows';
		await call('POST', '/posts', toChannel({ message }));
		const page = (await http.get(mattermost.url)).data;
		expect(page).toContain('# Directory Alerts');
		expect(page).toContain(
			'🚨 Sync failed\n&amp;lt;Servers&amp;gt; &lt;b&gt;[EMEA]&lt;/b&gt; C:\\Windows',
		);
	});

	it('refuses who has no token, and paths it does not know', async () => {
		expect((await http.get(`${mattermost.url}/api/v4/users`)).status).toBe(401);
		expect((await call('GET', '/users')).status).toBe(200);
		expect((await call('GET', '/emoji')).status).toBe(404);
	});
});
