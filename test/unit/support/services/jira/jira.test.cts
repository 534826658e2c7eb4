import axios from 'axios';
import { pause } from '../../../../../support/system/wait.cts';
import { Jira } from '../../../../../support/services/jira/jira.cts';

const indexDelayMs = 300;

const issueFields = {
	summary: 'Server sync job "Servers" failed',
	description: 'What is known',
	labels: ['asa-1'],
	project: { id: '10000' },
	issuetype: { id: '10002' },
};

describe('Jira', () => {
	const jira = new Jira({ indexDelayMs });

	beforeAll(() => jira.open());
	afterAll(() => jira.close());

	const http = axios.create({ proxy: false, validateStatus: () => true });

	function call(method: string, path: string, data?: unknown) {
		const { email, apiToken } = jira.credential.data;
		const auth = { username: String(email), password: String(apiToken) };
		return http.request({ method, url: `${jira.url}/rest/api${path}`, data, auth });
	}

	async function create(changes: object = {}) {
		return await call('POST', '/2/issue', { fields: { ...issueFields, ...changes } });
	}

	async function search(body: object) {
		return (await call('POST', '/2/search/jql', body)).data;
	}

	it('creates an issue that it shows from then on', async () => {
		const { status, data } = await create();
		expect([status, data.key]).toEqual([201, expect.stringMatching(/^OPS-\d+$/)]);
		const shown = await call('GET', `/2/issue/${data.key}`);
		const { summary, description, labels } = issueFields;
		expect(shown.data).toMatchObject({
			...data,
			fields: { summary, description, labels, status: { statusCategory: { key: 'new' } } },
		});
	});

	it.each([
		['summary', undefined, 'You must specify'],
		['summary', ' ', 'You must specify'],
		['summary', 'x'.repeat(256), "can't exceed 255"],
		['summary', 'two\nlines', 'newline'],
		['project', { id: '10001' }, 'valid project'],
		['project', undefined, 'valid project'],
		['issuetype', { id: '10003' }, 'valid issue type'],
		['labels', ['with space'], 'spaces'],
		['labels', ['x'.repeat(256)], '255'],
		['description', { type: 'doc' }, 'must be a string'],
		['description', 'x'.repeat(32_768), '32,767'],
		['customfield_1', 'x', 'cannot be set'],
	])('refuses %s %j', async (field, value, message) => {
		const before = jira.issues.all.length;
		const { status, data } = await create({ [field]: value });
		expect([status, data.errorMessages]).toEqual([400, []]);
		expect(data.errors).toEqual({ [field]: expect.stringContaining(message) });
		expect(jira.issues.all).toHaveLength(before);
	});

	it('finds an issue by its label once its index has it', async () => {
		const { data: issue } = await create({ labels: ['asa-found'] });
		const jql = 'labels = "asa-found" ORDER BY created ASC';
		expect((await search({ jql })).issues).toEqual([]);
		await pause(indexDelayMs);
		const found = await search({ jql, fields: ['status', 'labels'] });
		expect(found).toEqual({
			issues: [{ ...issue, fields: { status: expect.anything(), labels: ['asa-found'] } }],
			isLast: true,
		});
	});

	it('pages what it finds', async () => {
		for (const n of [1, 2, 3]) await create({ summary: String(n), labels: ['asa-pages'] });
		await pause(indexDelayMs);
		const wanted = { jql: 'labels = asa-pages', fields: ['summary'], maxResults: 2 };
		const first = await search(wanted);
		const second = await search({ ...wanted, nextPageToken: first.nextPageToken });
		expect([first.issues.length, second.issues.length, second.isLast]).toEqual([2, 1, true]);
	});

	it('refuses a search that it does not know', async () => {
		const jql = 'labels = x';
		for (const body of [{}, { jql, expand: ['names'] }, { jql, limit: 1 }, { jql: 'what' }]) {
			const { status, data } = await call('POST', '/2/search/jql', body);
			expect([body, status, data.errorMessages.length]).toEqual([body, 400, 1]);
		}
		expect((await call('POST', '/2/search', { jql })).status).toBe(404);
	});

	it('takes comments as wiki markup and as a document', async () => {
		const { data: issue } = await create();
		const document = (text: string) => ({
			type: 'doc',
			version: 1,
			content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
		});
		const add = async (version: number, body: unknown) =>
			(await call('POST', `/${version}/issue/${issue.key}/comment`, { body })).status;
		expect(await add(2, 'one')).toBe(201);
		expect(await add(3, document('two'))).toBe(201);
		expect(await add(3, 'three')).toBe(400);
		expect(await add(2, document('four'))).toBe(400);
		expect(await add(2, '')).toBe(400);
		expect(await add(3, document(' '))).toBe(400);
		const { comments } = jira.issues.find(issue.key);
		expect(comments.map(({ text }) => text)).toEqual(['one', 'two']);
	});

	it('moves an issue by a transition that it lists', async () => {
		const { data: issue } = await create();
		const path = `/2/issue/${issue.key}/transitions`;
		const { transitions } = (await call('GET', path)).data;
		const done = transitions.find(
			({ to }: { to: { statusCategory: { key: string } } }) => to.statusCategory.key === 'done',
		);
		expect((await call('POST', path, { transition: { id: '99' } })).status).toBe(400);
		expect((await call('POST', path, {})).status).toBe(400);
		expect((await call('POST', path, { transition: { id: done.id } })).status).toBe(204);
		expect(jira.issues.find(issue.key).status.name).toBe('Done');
	});

	it('edits the fields that it is given', async () => {
		const { data: issue } = await create();
		const edit = async (fields: object) =>
			(await call('PUT', `/2/issue/${issue.key}`, { fields })).status;
		expect(await edit({})).toBe(204);
		expect(await edit({ summary: 'Another' })).toBe(204);
		expect(await edit({ status: 'Done' })).toBe(400);
		expect(jira.issues.find(issue.key)).toMatchObject({
			summary: 'Another',
			description: issueFields.description,
			labels: issueFields.labels,
		});
	});

	it('fills the lists of projects and issue types', async () => {
		expect((await call('GET', '/2/project/search')).data.values).toEqual([
			expect.objectContaining({ id: '10000', key: 'OPS' }),
		]);
		const types = (await call('GET', '/2/issuetype')).data;
		expect((await call('GET', '/2/project/10000')).data.issueTypes).toEqual(types);
		expect((await call('GET', '/2/project/10001')).status).toBe(404);
	});

	it('answers 404 to what is not there and 401 without the account', async () => {
		expect((await call('GET', '/2/issue/OPS-999')).status).toBe(404);
		expect((await call('POST', '/2/issue/OPS-999/comment', { body: 'x' })).status).toBe(404);
		expect((await call('GET', '/2/nothing')).status).toBe(404);
		expect((await call('GET', '/2/myself')).status).toBe(200);
		expect((await http.get(`${jira.url}/rest/api/2/myself`)).status).toBe(401);
		const auth = { username: String(jira.credential.data.email), password: 'wrong' };
		expect((await http.get(`${jira.url}/rest/api/2/myself`, { auth })).status).toBe(401);
	});

	it('does nothing while it is down, and can create issues unheard', async () => {
		const before = jira.issues.all.length;
		jira.fault = 'down';
		expect((await create()).status).toBe(503);
		expect(jira.issues.all).toHaveLength(before);
		jira.fault = 'answersLost';
		expect((await create()).status).toBe(503);
		expect(jira.issues.all).toHaveLength(before + 1);
		jira.fault = 'none';
		expect((await create()).status).toBe(201);
	});

	it('says what is new about an issue', async () => {
		const { data } = await create({ summary: 'Sync failed' });
		const issue = jira.issues.find(data.key);
		jira.issues.comment(issue, 'Still failing');
		jira.issues.edit(issue, { labels: ['a', 'b'] });
		jira.issues.move(issue, '31');
		const changes = jira.issues.changes.all.filter((change) => change.issue === issue);
		expect(changes.map(({ kind, news }) => [kind, news])).toEqual([
			['created', 'Sync failed'],
			['commented', 'Still failing'],
			['edited', 'labels: a, b'],
			['moved', 'Done'],
		]);
	});

	it('has pages for people, with what was written as text', async () => {
		const { data } = await create({ summary: '<b>Sync</b>', description: 'a & b' });
		const issue = jira.issues.find(data.key);
		const page = (await http.get(jira.pageOf(issue))).data;
		expect(page).toContain('&lt;b&gt;Sync&lt;/b&gt;');
		expect(page).toContain('a &amp; b');
		expect((await http.get(jira.url)).data).toContain(`<a href="/browse/${data.key}">`);
	});
});
