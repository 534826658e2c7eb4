import { NodeApiError, type INode } from 'n8n-workflow';
import { AsaClient } from '../../../../../nodes/AsaActiveDirectory/asa/client';
import {
	endpointOf,
	type EndpointName,
} from '../../../../../nodes/AsaActiveDirectory/asa/endpoints';
import type { Requests } from '../../../../../nodes/AsaActiveDirectory/asa/http/requests';
import { fillPath } from '../../../../../nodes/AsaActiveDirectory/asa/http/path';
import type { JobPlan } from '../../../../../nodes/AsaActiveDirectory/sync/plan';
import type { Selection } from '../../../../../nodes/AsaActiveDirectory/sync/settings';
import { observe } from '../../../../../nodes/AsaActiveDirectory/watch/observe';

const node: INode = {
	id: '1',
	name: 'Trigger',
	type: 'trigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

type Json = Record<string, unknown>;

type Failure = 'rate-limited' | 'temporarily-unavailable' | 'credential-invalid' | number;

const now = Date.parse('2026-03-01T06:00:00Z');

/** Answers by path behind the team: pages of a list, an object, or an error. */
type Answers = Record<string, Json[][] | Json | Failure>;

/** Answers requests as told and keeps what was asked. */
class FakeRequests {
	readonly node = node;

	readonly transport = { apiTimeAt: now };

	readonly asked: string[] = [];

	constructor(private readonly answers: Answers) {}

	async *pages(name: EndpointName, parameters = {}) {
		const answer = this.answer(name, parameters);
		for (const page of answer as Json[][]) yield page;
	}

	async list(
		read: (json: Json) => unknown,
		name: EndpointName,
		parameters = {},
		{ keep = () => true }: { keep?: (json: Json) => boolean } = {},
	) {
		return (this.answer(name, parameters) as Json[][]).flat().filter(keep).map(read);
	}

	/** What isn't JSON is told as its `text`. */
	async send(name: EndpointName, parameters = {}) {
		const answer = this.answer(name, parameters) as Json;
		return { status: 200, body: answer.text ?? answer };
	}

	async sendForObject(name: EndpointName, parameters = {}) {
		return this.answer(name, parameters) as Json;
	}

	private answer(name: EndpointName, parameters: object) {
		const path = fillPath(endpointOf(name).path, { team: 't', ...parameters }) ?? '';
		const short = path.replace('/v1/teams/t/integrations/ad_connections', '') || '/';
		this.asked.push(short);
		const answer = this.answers[short] ?? 404;
		if (typeof answer === 'object') return answer;
		if (typeof answer === 'number') {
			throw new NodeApiError(node, {}, { message: 'none', httpCode: String(answer) });
		}
		throw new NodeApiError(node, {}, { message: answer, failure: { cause: answer } });
	}
}

const everything: Selection = { connections: [], jobKinds: [], jobs: [] };
const nothingMore: JobPlan = {
	needsHistory: false,
	reachesBack: () => true,
	detailed: () => [],
};

/** What the observation comes to, and what was asked for it. */
async function look(
	answers: Answers,
	plan: Partial<JobPlan> = {},
	selection: Partial<Selection> = {},
	keepsTrouble = false,
) {
	const requests = new FakeRequests(answers);
	const client = new AsaClient(requests as unknown as Requests);
	const observation = await observe(client, {
		selection: { ...everything, ...selection },
		concurrency: 2,
		keepsTrouble,
		plan: (_connection, _kind, jobs) => jobs.map(() => ({ ...nothingMore, ...plan })),
	});
	return { ...observation, asked: requests.asked };
}

const connection = (id: string, changes: Json = {}) => ({ id, name: id, domain: 'd', ...changes });
const job = (id: string, changes: Json = {}) => ({ id, name: id, is_active: true, ...changes });

/** A result that began as many hours after midnight as its id says: r3 at three. */
const result = (id: string) => ({
	id,
	task_state: 'done',
	created_at: `2026-03-01T0${id.slice(1)}:00:00Z`,
	updated_at: '',
});

/** Two connections with one server sync job each. */
const two: Answers = {
	'/': [[connection('a')], [connection('b')]],
	'/a/task_settings': [[job('a1')]],
	'/a/user_sync_task_settings': [[]],
	'/b/task_settings': [[job('b1')]],
	'/b/user_sync_task_settings': [[job('b2'), job('b3')]],
};

/** The two connections, with 404 at these paths. */
function without(...paths: string[]): Answers {
	return Object.fromEntries(Object.entries(two).filter(([path]) => !paths.includes(path)));
}

/** Ids of the jobs of each kind, by connection; null where they could not be read. */
function jobsOf({ connections }: Awaited<ReturnType<typeof look>>) {
	return connections.map(({ id, jobs }) => [
		id,
		jobs.serverSyncJob?.map((one) => one.id) ?? null,
		jobs.userSyncJob?.map((one) => one.id) ?? null,
	]);
}

test('all jobs of all connections are read, in the order of the lists, at the API’s time', async () => {
	const seen = await look(two);
	expect(seen.now).toBe(now);
	expect(jobsOf(seen)).toEqual([
		['a', ['a1'], []],
		['b', ['b1'], ['b2', 'b3']],
	]);
	expect(seen.asked).toHaveLength(5);
});

test('a connection that is marked as deleted is gone', async () => {
	const deleted = connection('a', { deleted_at: '2026-01-01T00:00:00Z' });
	expect(jobsOf(await look({ '/': [[deleted]] }))).toEqual([]);
});

test('only chosen connections, kinds and jobs are read', async () => {
	const chosen = await look(
		two,
		{},
		{
			connections: ['b'],
			jobKinds: ['userSyncJob'],
			jobs: [{ connectionId: 'b', kind: 'userSyncJob', name: 'b3' }],
		},
	);
	expect(jobsOf(chosen)).toEqual([['b', null, ['b3']]]);
	expect(chosen.asked).toEqual(['/', '/b/user_sync_task_settings']);
});

describe('trouble', () => {
	test('of one list stays with its connection', async () => {
		const seen = await look({ ...two, '/a/task_settings': 'temporarily-unavailable' });
		expect(jobsOf(seen)).toEqual([
			['a', null, []],
			['b', ['b1'], ['b2', 'b3']],
		]);
		expect(seen.connections.map(({ trouble }) => trouble)).toEqual([
			'temporarily-unavailable',
			null,
		]);
	});

	test('of all lists is thrown, a refused credential before all else', async () => {
		const all = Object.fromEntries(
			Object.keys(two).map((path) => [path, 'temporarily-unavailable']),
		);
		const answers = { ...all, '/': two['/'] } as Answers;
		await expect(look(answers)).rejects.toThrow('temporarily-unavailable');
		await expect(look({ ...answers, '/b/task_settings': 'credential-invalid' })).rejects.toThrow(
			'credential-invalid',
		);
	});

	test('of all lists is part of the observation where it is counted and passes', async () => {
		const all = Object.fromEntries(
			Object.keys(two).map((path) => [path, 'temporarily-unavailable']),
		);
		const answers = { ...all, '/': two['/'] } as Answers;
		const seen = await look(answers, {}, {}, true);
		expect(jobsOf(seen)).toEqual([
			['a', null, null],
			['b', null, null],
		]);
		expect(seen.connections.map(({ trouble }) => trouble)).toEqual([
			'temporarily-unavailable',
			'temporarily-unavailable',
		]);
		for (const cause of ['rate-limited', 'credential-invalid'] as const) {
			const lasting = { ...answers, '/b/user_sync_task_settings': cause };
			await expect(look(lasting, {}, {}, true)).rejects.toThrow(cause);
		}
		await expect(look({ '/': 'temporarily-unavailable' }, {}, {}, true)).rejects.toThrow();
	});

	test('with the list of connections is thrown', async () => {
		await expect(look({ '/': 'rate-limited' })).rejects.toThrow('rate-limited');
	});

	test('with the rate limit ends the asking', async () => {
		const seen = await look({ ...two, '/a/user_sync_task_settings': 'rate-limited' }).then(
			({ connections }) => connections.map(({ trouble }) => trouble),
		);
		expect(seen).toEqual(['rate-limited', 'rate-limited']);
	});

	test('a team without connections has none', async () => {
		expect(jobsOf(await look({ '/': [[]] }))).toEqual([]);
	});
});

describe('a list of jobs that answers 404', () => {
	test('belongs to a connection that was just deleted', async () => {
		const left = without('/a/task_settings', '/a/user_sync_task_settings');
		expect(jobsOf(await look(left))).toEqual([['b', ['b1'], ['b2', 'b3']]]);
	});

	test('of server sync jobs is gone round by the active job', async () => {
		const left = without('/a/task_settings', '/b/task_settings');
		const seen = await look({
			...left,
			'/a': connection('a', { active_task_settings_id: 'a1' }),
			'/a/task_settings/a1': job('a1'),
			'/b': connection('b'),
		});
		expect(jobsOf(seen)).toEqual([
			['a', ['a1'], []],
			['b', [], ['b2', 'b3']],
		]);
		expect(seen.missingPaths).toEqual([expect.stringContaining('List server sync jobs')]);
		expect(seen.asked).not.toContain('/b/task_settings');
	});

	test('of user sync jobs is trouble where the connection exists', async () => {
		const left = without('/a/user_sync_task_settings');
		const seen = await look({ ...left, '/a': connection('a') });
		expect(seen.connections[0].trouble).toBe('none');
	});
});

describe('results', () => {
	const recent = { recent_task_result: result('r3') };
	const one: Answers = {
		'/': [[connection('a')]],
		'/a/task_settings': [[job('a1', recent)]],
		'/a/user_sync_task_settings': [[]],
	};
	const pages = [[result('r3'), result('r2')], [result('r1')], [result('r0')]];
	const listed = { ...one, '/a/task_settings/a1/task_results': pages };
	const jobIn = ({ connections }: Awaited<ReturnType<typeof look>>) => {
		const { history, results } = connections[0].jobs.serverSyncJob?.[0] ?? { results: [] };
		return [history, results.map(({ id }) => id)];
	};

	test('are read as far back as planned, the recent one once', async () => {
		const reachesBack: JobPlan['reachesBack'] = (page) => page.some(({ id }) => id === 'r1');
		const seen = await look(listed, { needsHistory: true, reachesBack });
		expect(jobIn(seen)).toEqual(['read', ['r3', 'r2', 'r1']]);
	});

	test('are read to the end where the pages do not run from new to old', async () => {
		const rising = [[result('r1'), result('r2')], [result('r3')]];
		const answers = { ...one, '/a/task_settings/a1/task_results': rising };
		const seen = await look(answers, { needsHistory: true, reachesBack: () => true });
		expect(jobIn(seen)).toEqual(['read', ['r3', 'r2', 'r1']]);
	});

	test('are not asked for where nothing is new', async () => {
		expect(jobIn(await look(listed))).toEqual(['not needed', ['r3']]);
	});

	test('whose path is missing are told from those of a job that is gone', async () => {
		const plan = { needsHistory: true };
		const missing = await look({ ...one, '/a/task_settings/a1': job('a1') }, plan);
		expect(jobIn(missing)).toEqual(['no path', ['r3']]);
		expect(missing.missingPaths).toEqual([expect.stringContaining('task_results')]);
		const gone = await look(one, plan);
		expect(jobIn(gone)).toEqual(['not read', ['r3']]);
		expect(gone.missingPaths).toEqual([]);
		expect(gone.connections[0].trouble).toBeNull();
	});

	test.each([400, 401, 403, 405, 410])(
		'that are refused with %d for a job that can be read have no path',
		async (status) => {
			const refused = { ...one, '/a/task_settings/a1/task_results': status };
			const plan = { needsHistory: true };
			const seen = await look({ ...refused, '/a/task_settings/a1': job('a1') }, plan);
			expect(jobIn(seen)).toEqual(['no path', ['r3']]);
			expect(seen.missingPaths).toEqual([expect.stringContaining(`answers ${status}`)]);
			expect(seen.connections[0].trouble).toBeNull();
			const gone = await look(refused, plan);
			expect(jobIn(gone)).toEqual(['not read', ['r3']]);
			expect(gone.missingPaths).toEqual([]);
		},
	);

	test('that are redirected are not read: a redirect is no answer of the API', async () => {
		const answers: Answers = {
			...one,
			'/a/task_settings/a1': job('a1'),
			'/a/task_settings/a1/task_results': 302,
		};
		const seen = await look(answers, { needsHistory: true });
		expect(jobIn(seen)).toEqual(['not read', ['r3']]);
		expect(seen.missingPaths).toEqual([]);
		expect(seen.connections[0].trouble).not.toBeNull();
	});

	test('that can’t be read are the trouble of their connection', async () => {
		const answers: Answers = {
			...one,
			'/a/task_settings/a1/task_results': 'temporarily-unavailable',
		};
		const seen = await look(answers, { needsHistory: true });
		expect(jobIn(seen)).toEqual(['not read', ['r3']]);
		expect(seen.connections[0].trouble).toBe('temporarily-unavailable');
	});

	test('that were not asked for, because the API takes no more requests, count as not read', async () => {
		const seen = await look(
			{
				...two,
				'/a/task_settings': [[job('a1', recent), job('a2', recent)]],
				'/a/task_settings/a1/task_results': 'rate-limited',
			},
			{ needsHistory: true },
		);
		const [a1, a2] = seen.connections[0].jobs.serverSyncJob ?? [];
		expect([a1.history, a2.history]).toEqual(['not read', 'not read']);
		expect(seen.asked).not.toContain('/a/task_settings/a2/task_results');
	});

	test('get their details where planned, and do without them', async () => {
		const plan: Partial<JobPlan> = { detailed: (results) => results.slice(0, 1) };
		const status = { summary: 's', detailed_summary: 'all of it' };
		const path = '/a/task_settings/a1/task_results/r3/detailed_summary';
		const detailed = await look({ ...one, [path]: { ...result('r3'), status } }, plan);
		expect(detailed.connections[0].jobs.serverSyncJob?.[0].results).toMatchObject([{ status }]);
		for (const answer of ['temporarily-unavailable', 403, 404] as const) {
			const without = await look(
				{ ...one, [path]: answer, '/a/task_settings/a1': job('a1') },
				plan,
			);
			expect(jobIn(without)).toEqual(['not needed', ['r3']]);
			expect(without.connections[0].trouble).toBeNull();
			expect(without.missingPaths).toHaveLength(typeof answer === 'number' ? 1 : 0);
		}
	});

	const status = { summary: 's', detailed_summary: 'all of it' };
	const odd = 'does not hold the details of the result';

	test.each<[string, unknown, object, string[]]>([
		['a whole result', { ...result('r3'), status }, status, []],
		['a whole result without id', { ...result('r3'), id: undefined, status }, status, []],
		['a whole result of zeros', { ...result('r3'), status: {} }, {}, []],
		['another state', { ...result('r3'), task_state: '', status }, status, []],
		['its status', { status }, status, []],
		['its status and id', { id: 'r3', status }, status, []],
		['the two summaries', status, status, []],
		['the two summaries and id', { id: 'r3', ...status }, status, []],
		['another result', { ...result('r9'), task_state: 'done', status }, {}, [odd]],
		['an empty object', {}, {}, [odd]],
		['nothing', { text: '' }, {}, [odd]],
		['a page of a proxy', { text: '<html>' }, {}, [odd]],
	])('with %s as details keep state, times and id', async (_, details, added, notes) => {
		const failed = { ...result('r3'), task_state: 'failed', rules_summary_status: 'error' };
		const answers = {
			...one,
			'/a/task_settings': [[job('a1', { recent_task_result: failed })]],
			'/a/task_settings/a1/task_results/r3/detailed_summary': details,
		} as Answers;
		const plan: Partial<JobPlan> = { detailed: (results) => results.slice(0, 1) };
		const { connections, missingPaths } = await look(answers, plan);
		const [kept] = connections[0].jobs.serverSyncJob?.[0].results ?? [];
		const listed = { summary: null, detailed_summary: null };
		expect(kept).toMatchObject({ ...failed, status: { ...listed, ...added } });
		expect(missingPaths).toEqual(notes.map((note) => expect.stringContaining(note)));
	});
});
