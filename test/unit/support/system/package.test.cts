import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, withTemporaryFolder } from '../../../../support/system/folders.cts';
import { unpack } from '../../../../support/system/package.cts';

it('unpacks a tarball into a folder that is not there yet', async () => {
	await withTemporaryFolder('test', async (folder) => {
		await mkdir(join(folder, 'package'));
		await writeFile(join(folder, 'package', 'file'), 'content');
		execFileSync('tar', ['-czf', join(folder, 'a.tgz'), '-C', folder, 'package']);
		await unpack(join(folder, 'a.tgz'), join(folder, 'target'));
		expect(await readFile(join(folder, 'target', 'file'), 'utf8')).toBe('content');
	});
});

it('says that something is no tarball', async () => {
	await withTemporaryFolder('test', async (folder) => {
		await writeFile(join(folder, 'a.tgz'), 'text');
		await expect(unpack(join(folder, 'a.tgz'), folder)).rejects.toThrow("can't be unpacked");
	});
});

it('removes a temporary folder even if the work fails', async () => {
	let used = '';
	const work = async (folder: string) => {
		used = folder;
		throw new Error('broken');
	};
	await expect(withTemporaryFolder('test', work)).rejects.toThrow('broken');
	expect(await exists(used)).toBe(false);
});
