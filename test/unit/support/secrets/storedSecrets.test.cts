import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../../sandbox/sandbox.cts';
import { assertNoSecretStored, NothingStored } from '../../../../support/secrets/storedSecrets.cts';

describe('the search of what n8n has stored', () => {
	let sandbox: Sandbox;
	let userFolder = '';
	const stop = jest.fn(async () => undefined);

	beforeEach(async () => {
		sandbox = await startSandbox();
		userFolder = await mkdtemp(join(tmpdir(), 'kept-'));
		await store('.n8n/database.sqlite', 'connection "Corporate directory"');
	});

	afterEach(async () => {
		await sandbox.close();
		await rm(userFolder, { recursive: true });
	});

	async function store(file: string, content: string): Promise<void> {
		const path = join(userFolder, file);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, content);
	}

	async function search(): Promise<string> {
		const { keyId: id, keySecret: secret, url } = sandbox;
		return await assertNoSecretStored({ stop, userFolder }, { key: { id, secret }, url });
	}

	it('says how much it has searched, once n8n was stopped', async () => {
		await store('n8n.log', 'x'.repeat(1_000_000));
		expect(await search()).toBe('2 files with 1.0 MB');
		expect(stop).toHaveBeenCalledTimes(1);
	});

	it('finds the key secret in a log', async () => {
		await store('n8n.log', `it sent ${sandbox.keySecret}`);
		await expect(search()).rejects.toThrow(/^the key secret in .*n8n\.log$/);
	});

	it('finds a token in what stands beside the database', async () => {
		await store('.n8n/database.sqlite-wal', sandbox.mintToken().bearer_token);
		await expect(search()).rejects.toThrow(/^a team token in .*database\.sqlite-wal$/);
	});

	it('fails if it does not even find what should be there', async () => {
		await store('.n8n/database.sqlite', '');
		const error = await search().catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NothingStored);
		expect(error).toHaveProperty('message', 'the search finds no connection in database.sqlite');
	});

	it('reports a secret also if it finds nothing else', async () => {
		await store('.n8n/database.sqlite', sandbox.keySecret);
		const error = await search().catch((thrown: unknown) => thrown);
		expect(error).not.toBeInstanceOf(NothingStored);
		expect(String(error)).toContain('the key secret in ');
	});
});
