import axios from 'axios';
import { Inbox } from '../../../../support/services/inbox.cts';
import { shownText } from '../../../../support/services/inboxPage.cts';

describe('Inbox', () => {
	const inbox = new Inbox();

	beforeAll(() => inbox.open());
	afterAll(() => inbox.close());

	const http = axios.create({ proxy: false, validateStatus: () => true });

	it('keeps what is posted, JSON and text, and answers as a webhook does', async () => {
		const answer = await http.post(`${inbox.url}/hooks/a`, { text: 'Sync failed' });
		expect([answer.status, answer.data]).toEqual([200, 'ok']);
		await http.post(`${inbox.url}/hooks/b`, 'plain', { headers: { 'content-type': 'text/plain' } });
		expect(inbox.messages.all.map(({ path, body }) => ({ path, body }))).toEqual([
			{ path: '/hooks/a', body: { text: 'Sync failed' } },
			{ path: '/hooks/b', body: 'plain' },
		]);
	});

	it('refuses what is no message', async () => {
		const before = inbox.messages.all.length;
		expect((await http.get(`${inbox.url}/hooks/a`)).status).toBe(405);
		const large = await http.post(inbox.url, 'x'.repeat(1_000_001)).catch(() => ({ status: 413 }));
		expect(large.status).toBe(413);
		expect(inbox.messages.all).toHaveLength(before);
	});

	it('shows people what came, the newest first, each with its path and time', async () => {
		await http.post(`${inbox.url}/hooks/first?a=1&b=2`, { text: 'Sync <failed> & more' });
		await http.post(`${inbox.url}/hooks/second`, { text: 'Sync failed', incident: 7 });
		const { status, headers, data } = await http.get<string>(inbox.url);
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(data.indexOf('/hooks/second')).toBeLessThan(data.indexOf('/hooks/first'));
		expect(data).toMatch(
			/<b>\/hooks\/first\?a=1&amp;b=2<\/b> <small>\d{4}-\d\d-\d\d \d\d:\d\d UTC<\/small><pre>Sync &lt;failed&gt; &amp; more<\/pre>/,
		);
		expect(data).toMatch(/&quot;text&quot;: &quot;Sync failed&quot;,\s+&quot;incident&quot;: 7/);
	});

	it('gives a message to who waits for it, whether it has come or comes later', async () => {
		const { signal } = new AbortController();
		const isMine = ({ path }: { path: string }) => path === '/later';
		const waiting = inbox.messages.waitFor(isMine, signal);
		await http.post(`${inbox.url}/other`, {});
		await http.post(`${inbox.url}/later`, { n: 1 });
		expect((await waiting).body).toEqual({ n: 1 });
		expect((await inbox.messages.waitFor(isMine, signal)).body).toEqual({ n: 1 });
	});

	it('stops waiting when it is aborted', async () => {
		const waiting = inbox.messages.waitFor(() => false, AbortSignal.timeout(50));
		await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
	});
});

describe('shownText', () => {
	const message = { receivedAt: new Date(), path: '/' };

	it.each([
		[{ text: 'Sync failed' }, 'Sync failed'],
		[{ text: 1 }, '{\n  "text": 1\n}'],
		['plain', 'plain'],
		[null, 'null'],
	])('of %j', (body, text) => {
		expect(shownText({ ...message, body })).toBe(text);
	});
});
