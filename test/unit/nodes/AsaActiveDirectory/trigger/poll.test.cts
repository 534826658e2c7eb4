import type { IDataObject, IHttpRequestOptions, IPollFunctions } from 'n8n-workflow';
import { poll } from '../../../../../nodes/AsaActiveDirectory/trigger/poll';

const connectionId = '5037b023-7031-407b-8c98-17f0de0c6a3c';
const start = Date.parse('2026-03-01T06:00:00Z');

/** A context with one connection whose one server sync job has run so often, and what it logged. */
class Context {
	runs = 1;

	staticData: IDataObject = {};

	readonly warnings: string[] = [];

	readonly writes: string[] = [];

	/** Called before each answer. */
	beforeAnswer = () => {};

	get poll() {
		return {
			getNode: () => ({ name: 'Trigger', type: 'trigger', typeVersion: 1, parameters: {} }),
			getMode: () => 'trigger',
			getNodeParameter: (name: string, fallback: unknown) =>
				name === 'events' ? ['newResult'] : fallback,
			getCredentials: async () => ({
				teamName: 'team',
				authentication: 'teamToken',
				token: 't',
				baseUrl: 'https://app.scaleft.com',
			}),
			getWorkflowStaticData: () => this.observedData(),
			logger: { warn: (text: string) => this.warnings.push(text) },
			helpers: {
				httpRequestWithAuthentication: async (_: string, request: IHttpRequestOptions) => {
					this.beforeAnswer();
					return this.answer(new URL(request.url).pathname);
				},
			},
		} as unknown as IPollFunctions;
	}

	private observedData(): IDataObject {
		return new Proxy(this.staticData, {
			set: (target, name, value) => {
				this.writes.push(String(name));
				return Reflect.set(target, name, value);
			},
		});
	}

	private answer(path: string) {
		const results = Array.from({ length: this.runs }, (_, index) => ({
			id: `result-${index}`,
			task_state: 'done',
			created_at: new Date(start + index * 3_600_000).toISOString(),
			updated_at: new Date(start + index * 3_600_000 + 60_000).toISOString(),
			status: {},
		})).reverse();
		const [recent_task_result] = results;
		const job = { id: 'job', name: 'Servers', is_active: true, frequency: 1, recent_task_result };
		const lists: Record<string, unknown[]> = {
			ad_connections: [{ id: connectionId, name: 'C', domain: 'd' }],
			task_settings: [job],
			user_sync_task_settings: [],
			task_results: results,
		};
		return {
			statusCode: 200,
			headers: { date: new Date(start + this.runs * 3_600_000).toUTCString() },
			body: { list: lists[path.split('/').at(-1) ?? ''] },
		};
	}
}

test('it writes one key once, after the last request', async () => {
	const context = new Context();
	let requests = 0;
	context.beforeAnswer = () => {
		requests++;
		expect(context.writes).toEqual([]);
	};
	expect(await poll(context.poll)).toBeNull();
	expect(requests).toBe(3);
	expect(context.writes).toEqual(['state']);
});

test('it leaves the state alone where it throws', async () => {
	const context = new Context();
	await poll(context.poll);
	const before = JSON.stringify(context.staticData);
	context.beforeAnswer = () => {
		throw Object.assign(new Error('no'), { cause: { response: { status: 500 } } });
	};
	await expect(poll(context.poll)).rejects.toThrow();
	expect(JSON.stringify(context.staticData)).toBe(before);
});

test.each([
	['of a newer version', { v: 99 }],
	['a text', 'state'],
	['a list', []],
	['half a state', { v: 1, at: 5, c: { x: { n: 'n' } } }],
])('a state that is %s is a fresh baseline and one warning, never a throw', async (_, state) => {
	const context = new Context();
	context.staticData = { state } as IDataObject;
	context.runs = 3;
	expect(await poll(context.poll)).toBeNull();
	expect(context.warnings).toEqual([expect.stringContaining('damaged')]);
	context.runs = 5;
	const items = await poll(context.poll);
	expect(items?.[0].map(({ json }) => json.result_id)).toEqual(['result-3', 'result-4']);
	expect(context.warnings).toHaveLength(1);
});

test('it works on hosts that know no budget of a poll', async () => {
	const context = new Context();
	expect('getPollBudgetMs' in context.poll).toBe(false);
	await expect(poll(context.poll)).resolves.toBeNull();
});
