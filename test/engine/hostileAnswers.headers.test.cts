import type { FakeResponse } from './fakeApi.cts';
import { readConnectionSample } from '../helpers/oktaSamples.cts';
import { hostileLinks, hostileNumbers, limitHeaders, nearTheLimit } from './hostile.cts';
import { expectItemsOrError, useHostileApi } from './hostileApi.cts';

let respond: (path: string) => FakeResponse;

const { run } = useHostileApi((path) => respond(path));

describe('in a header', () => {
	it.each(hostileLinks)('Link: %s', async (_, link) => {
		respond = () => ({
			text: `{"list":[${JSON.stringify(readConnectionSample)}]}`,
			headers: { link },
		});
		expectItemsOrError(await run('connection', 'getAll'), 1);
	});

	describe.each(limitHeaders)('%s', (name) => {
		it.each(hostileNumbers)('%s', async (_, value) => {
			const headers = { ...nearTheLimit(), [name]: value };
			for (const status of [200, 429]) {
				respond = (path) =>
					path === ''
						? { text: '{"list":[]}' }
						: { status, text: JSON.stringify(readConnectionSample), headers };
				const result = await run('connection', 'get', [{}, {}]);
				expectItemsOrError(result, 2);
				expect(result.error?.httpCode).toBe(status === 429 ? '429' : undefined);
				expect(result.error?.description ?? '').not.toMatch(/NaN|Infinity|\de\+\d/);
			}
		});
	});
});
