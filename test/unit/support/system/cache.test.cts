import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder, cacheFolder } from '../../../../support/system/cache.cts';

describe('cacheFolder', () => {
	it.each([
		[{ N8N_NODES_OKTA_ASA_CACHE: '/a/b', XDG_CACHE_HOME: '/x' }, '/a/b'],
		[{ XDG_CACHE_HOME: '/x' }, '/x/n8n-nodes-okta-asa'],
		[{ XDG_CACHE_HOME: 'relative' }, join(homedir(), '.cache/n8n-nodes-okta-asa')],
		[{}, join(homedir(), '.cache/n8n-nodes-okta-asa')],
	])('of %j is %s', (env, folder) => {
		expect(cacheFolder(env)).toBe(folder);
	});
});

describe('cachedFolder', () => {
	let cache: string;

	beforeEach(async () => {
		cache = join(await mkdtemp(join(tmpdir(), 'cache-test-')), 'cache');
	});

	afterEach(() => rm(join(cache, '..'), { recursive: true }));

	const install = (folder: string) => writeFile(join(folder, 'program'), 'v1');

	it('installs once and keeps it', async () => {
		const installer = jest.fn(install);
		const first = await cachedFolder(cache, 'tool', installer);
		const second = await cachedFolder(cache, 'tool', installer);
		expect(installer).toHaveBeenCalledTimes(1);
		expect(first.folder).toBe(second.folder);
		expect(second.installMs).toBe(0);
		expect(await readFile(join(second.folder, 'program'), 'utf8')).toBe('v1');
	});

	it('leaves nothing behind when an installation fails, and tries again next time', async () => {
		const failing = async (folder: string) => {
			await install(folder);
			throw new Error('no network');
		};
		await expect(cachedFolder(cache, 'tool', failing)).rejects.toThrow('no network');
		expect(await readdir(cache)).toEqual([]);
		const { folder } = await cachedFolder(cache, 'tool', install);
		expect(existsSync(join(folder, 'program'))).toBe(true);
	});

	it('does an installation again that was broken off: without a marker nothing counts', async () => {
		await mkdir(join(cache, 'tool'), { recursive: true });
		await writeFile(join(cache, 'tool', 'half'), '');
		await mkdir(join(cache, 'tool.partial-abc'));
		const { folder } = await cachedFolder(cache, 'tool', install);
		expect(existsSync(join(folder, 'half'))).toBe(false);
		expect(await readdir(cache)).toEqual(['tool']);
	});

	it('installs once for installers that come at the same time', async () => {
		const installer = jest.fn(install);
		const installed = await Promise.all(
			[1, 2, 3].map(() => cachedFolder(cache, 'tool', installer)),
		);
		expect(installer).toHaveBeenCalledTimes(1);
		expect(new Set(installed.map(({ folder }) => folder)).size).toBe(1);
	});
});
