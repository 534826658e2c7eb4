import type { FakeResponse } from './fakeApi.cts';
import { hostileValues, replaced } from './hostile.cts';
import { expectSound, useHostileApi } from './hostileApi.cts';

let respond: (path: string) => FakeResponse;

const { run } = useHostileApi((path) => respond(path));

describe('in what the API says of an error', () => {
	const fields = ['message', 'nottype', 'code', 'more'];

	it.each(hostileValues)('%s', async (_, json) => {
		for (const status of [400, 401, 403, 404, 409, 500]) {
			for (const field of fields) {
				const body = replaced({ code: 1, message: 'No', nottype: 'x', more: 1 }, field, json);
				respond = (path) => (path === '' ? { text: '{"list":[]}' } : { status, text: body });
				const result = await run('serverSyncJob', 'update');
				expectSound(result);
				expect(result.error).toMatchObject({ httpCode: String(status) });
			}
		}
	});
});
