import type { StoredCredential } from './harness/engine.cts';
import { useExampleServer } from './exampleServer.cts';

let items: Array<{ id: number }>;
let refusing: number[];
let validToken: string;
let credential: StoredCredential;

const { engine, requests, store } = useExampleServer({
	items: () => items,
	refusal: () => refusing.shift(),
	onToken: (token) => {
		validToken = token;
	},
});

beforeEach(() => {
	items = [{ id: 1 }, { id: 2 }];
	refusing = [];
	validToken = 'none yet';
	credential = store();
});

describe('pickers', () => {
	const picker = { type: 'example', method: 'items' };

	it('pages and filters a From List', async () => {
		items = [{ id: 1 }, { id: 2 }, { id: 3 }];
		const credentials = [credential];
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
		const broken = { ...picker, credentials: [credential], parameters: { path: '/nowhere' } };
		await expect(engine.listSearch(broken)).rejects.toThrow('could not be found');
		await expect(engine.listSearch({ ...broken, method: 'other' })).rejects.toThrow('"other"');
		expect(await engine.loadOptions({ ...broken, method: 'none' })).toEqual([]);
	});
});

describe('testCredential', () => {
	it('mints always, keeps the token and reports success', async () => {
		credential.data.token = 'still there';
		expect(await engine.testCredential(credential)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(requests).toEqual(['POST /token', 'GET /items']);
		expect(credential.data.token).toBe(validToken);
	});

	it('shows a plain error of preAuthentication word for word', async () => {
		credential.data.key = 'wrong';
		expect(await engine.testCredential(credential)).toEqual({
			status: 'Error',
			message: 'Key: the server refused it. Make a new one.',
		});
		expect(credential.preAuthentications).toBe(1);
	});

	it('shows the status text of an answer and the code of a network fault', async () => {
		refusing = [503];
		expect((await engine.testCredential(credential)).message).toBe('Service Unavailable');
		credential.data.baseUrl = 'http://127.0.0.1:1';
		expect((await engine.testCredential(credential)).message).toBe('ECONNREFUSED');
	});
});
