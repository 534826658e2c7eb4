import { readConnectionSample } from '../helpers/oktaSamples.cts';
import { goodMint, type FakeResponse } from './fakeApi.cts';
import { hostileValues, isText, replaced } from './hostile.cts';
import { object, expectItemsOrError, useHostileApi } from './hostileApi.cts';

let respond: (path: string) => FakeResponse;
let minted: FakeResponse;

const { run } = useHostileApi(
	(path) => respond(path),
	() => minted,
);

describe('in the mint', () => {
	beforeEach(() => {
		respond = object(JSON.stringify(readConnectionSample));
	});

	it.each(hostileValues)('%s as bearer_token', async (_, json) => {
		minted = { text: replaced(goodMint, 'bearer_token', json) };
		const started = performance.now();
		const result = await run('connection', 'get');
		expectItemsOrError(result, 1);
		if (json.startsWith('{') || json.startsWith('[')) expect(result.error).toBeDefined();
		expect(performance.now() - started).toBeLessThan(10_000);
	});

	it.each(hostileValues)('%s as team_name', async (_, json) => {
		minted = { text: replaced(goodMint, 'team_name', json) };
		const result = await run('connection', 'get');
		expectItemsOrError(result, 1);
		if (isText(json)) expect(result.error?.message).toContain('the key belongs to another team');
	});
});
