import { useExampleServer } from './exampleServer.cts';

const { engine, requests, example } = useExampleServer();

describe('pickers', () => {
	const picker = { type: 'example', method: 'items' };

	it('pages and filters a From List', async () => {
		example.items = [{ id: 1 }, { id: 2 }, { id: 3 }];
		const credentials = [example.credential];
		const first = await engine.listSearch({ ...picker, credentials });
		expect(first).toEqual({
			results: [
				{ name: 'Item 1', value: '1' },
				{ name: 'Item 2', value: '2' },
			],
			paginationToken: '2',
		});
		const second = await engine.listSearch({ ...picker, credentials, paginationToken: '2' });
		expect(second.results).toEqual([{ name: 'Item 3', value: '3' }]);
		const filtered = await engine.listSearch({ ...picker, credentials, filter: '2' });
		expect(filtered.results).toEqual([{ name: 'Item 2', value: '2' }]);
	});

	it('passes the parameters and the error on', async () => {
		const broken = {
			...picker,
			credentials: [example.credential],
			parameters: { path: '/nowhere' },
		};
		await expect(engine.listSearch(broken)).rejects.toThrow('could not be found');
		await expect(engine.listSearch({ ...broken, method: 'other' })).rejects.toThrow('"other"');
		expect(await engine.loadOptions({ ...broken, method: 'none' })).toEqual([]);
	});
});

describe('testCredential', () => {
	it('mints always, keeps the token and reports success', async () => {
		example.credential.data.token = 'still there';
		expect(await engine.testCredential(example.credential)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(requests).toEqual(['POST /token', 'GET /items']);
		expect(example.credential.data.token).toBe(example.validToken);
	});

	it('shows a plain error of preAuthentication word for word', async () => {
		example.credential.data.key = 'wrong';
		expect(await engine.testCredential(example.credential)).toEqual({
			status: 'Error',
			message: 'Key: the server refused it. Make a new one.',
		});
		expect(example.credential.preAuthentications).toBe(1);
	});

	it('shows the status text of an answer and the code of a network fault', async () => {
		example.refusing = [503];
		expect((await engine.testCredential(example.credential)).message).toBe('Service Unavailable');
		example.credential.data.baseUrl = 'http://127.0.0.1:1';
		expect((await engine.testCredential(example.credential)).message).toBe('ECONNREFUSED');
	});
});
