import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The surroundings n8n-core needs in a test file. Import this before n8n-core: it reads the
 * environment while it loads, writes its settings below N8N_USER_FOLDER and would send loopback
 * requests to a proxy.
 */
const folder = mkdtempSync(join(tmpdir(), 'n8n-core-test-'));

process.env.N8N_USER_FOLDER = folder;
process.env.N8N_LOG_LEVEL = 'silent';
for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) {
	delete process.env[name];
	delete process.env[name.toLowerCase()];
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));
