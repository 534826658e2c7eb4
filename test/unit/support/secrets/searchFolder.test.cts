import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../../../sandbox/sandbox.cts';
import { markOfTokens, searchFolder } from '../../../../support/secrets/searchFolder.cts';

const secret = 'a-secret-of-thirty-two-characters';

describe('the search for secrets', () => {
	let folder = '';

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'canaries-'));
	});

	afterEach(() => rm(folder, { recursive: true }));

	async function findsIn(content: string | Buffer, text = secret): Promise<number> {
		await writeFile(join(folder, 'file'), content);
		return (await searchFolder(folder, [{ name: 'secret', text }])).finds.length;
	}

	it('finds a secret between any bytes', async () => {
		const content = Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(secret)]);
		expect(await findsIn(content)).toBe(1);
		expect(await findsIn('nothing')).toBe(0);
	});

	it.each([1, 8, 16, 17, 30, 32])('finds one that is cut after %i characters', async (cut) => {
		const pages = [secret.slice(0, cut), secret.slice(cut)];
		expect(await findsIn(pages.join('\0page'))).toBe(1);
	});

	it('takes a short text as a whole', async () => {
		expect(await findsIn('a short', 'a short text')).toBe(0);
		expect(await findsIn('a short text', 'a short text')).toBe(1);
	});

	it('reads folders within, except for skipped ones', async () => {
		for (const name of ['logs', 'node_modules']) {
			await mkdir(join(folder, name));
			await writeFile(join(folder, name, 'file'), secret);
		}
		const search = await searchFolder(folder, [{ name: 'it', text: secret }], ['node_modules']);
		expect(search.finds).toEqual([{ canary: 'it', file: join(folder, 'logs', 'file') }]);
		expect(search).toMatchObject({ files: 1, bytes: secret.length });
	});
});

describe('the mark of tokens', () => {
	it('is in every token of a key, and in none of another', async () => {
		const [one, other] = [await startSandbox({ seed: 1 }), await startSandbox({ seed: 2 })];
		const mark = markOfTokens(one.keyId, one.mintToken().bearer_token);
		expect(one.mintToken().bearer_token).toContain(mark);
		expect(mark.length).toBeGreaterThan(50);
		const foreign = other.mintToken().bearer_token;
		expect(() => markOfTokens(one.keyId, foreign)).toThrow('look different');
		await Promise.all([one.close(), other.close()]);
	});
});
