import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The root folder of this clone. */
export const repositoryRoot = join(__dirname, '../..');

/** A new, empty folder; `removeFolder` removes it. */
export async function temporaryFolder(name: string): Promise<string> {
	return await mkdtemp(join(tmpdir(), `n8n-nodes-okta-asa-${name}-`));
}

/** Removes a folder with everything in it, even while a process that is ending still writes to it. */
export async function removeFolder(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Does work with a temporary folder, which is removed afterwards. */
export async function withTemporaryFolder<T>(
	name: string,
	work: (folder: string) => Promise<T>,
): Promise<T> {
	const folder = await temporaryFolder(name);
	try {
		return await work(folder);
	} finally {
		await removeFolder(folder);
	}
}

export async function exists(path: string): Promise<boolean> {
	return await access(path).then(
		() => true,
		() => false,
	);
}
