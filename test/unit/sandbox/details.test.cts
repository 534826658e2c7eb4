import type { AxiosInstance } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import type { Switches } from '../../../sandbox/switches.cts';
import { addConnection, clientOf, serverJobBody } from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;
let path: string;
let resultId: string;

beforeEach(async () => {
	sandbox = await startSandbox();
	api = clientOf(sandbox);
	const connection = await addConnection(sandbox, api);
	const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
	resultId = sandbox.endRun(id, 'succeed');
	path = `${connection.server}/${id}/task_results/${resultId}/detailed_summary`;
});

afterEach(() => sandbox.close());

async function detailsBy(details: Switches['details'], detailsId: boolean | null = null) {
	sandbox.setSwitches({ details, detailsId });
	const { status, data } = await api.get(path);
	expect(status).toBe(200);
	return data;
}

const summaries = { summary: null as unknown, detailed_summary: expect.any(String) };

test('a whole result, with its id or without', async () => {
	const { id, ...whole } = await detailsBy('result');
	expect(id).toBe(resultId);
	expect(whole).toMatchObject({ task_state: 'done', status: summaries });
	expect(await detailsBy('result', true)).toEqual({ id, ...whole });
	expect(await detailsBy('result', false)).toEqual(whole);
});

test.each([
	['status', { status: summaries }],
	['summary', summaries],
	['empty', {}],
] as const)('%s, without its id or with', async (details, fields) => {
	expect(await detailsBy(details)).toEqual(fields);
	expect(await detailsBy(details, false)).toEqual(fields);
	expect(await detailsBy(details, true)).toEqual({ id: resultId, ...fields });
});

test('no body, a page, another result', async () => {
	expect(await detailsBy('noBody')).toBe('');
	expect(await detailsBy('html')).toMatch(/^<html>/);
	const other = await detailsBy('otherResult');
	expect(other).toMatchObject({ task_state: 'error', rules_summary_status: 'error' });
	expect(other.id).not.toBe(resultId);
});
