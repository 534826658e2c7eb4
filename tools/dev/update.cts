import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../../support/cli/errors.cts';
import type { N8nTestBed } from '../../support/n8n/testBed.cts';
import { actionNode } from '../../support/n8n/workflow.cts';
import { repositoryRoot } from '../../support/system/folders.cts';

/** Where n8n has installed this package, below its user folder. */
const installedPath = '.n8n/nodes/node_modules/n8n-nodes-okta-asa';

/**
 * Restarts n8n with the package as it was just built. A restart is what n8n takes everything up with:
 * code, icons, schemas, credentials, and triggers of published workflows.
 *
 * @throws CliError when n8n doesn't load the package
 */
export async function updateN8n({ n8n, api, signal }: N8nTestBed): Promise<void> {
	await n8n.stop();
	await copyPackage(n8n.userFolder);
	await n8n.start();
	await n8n.untilReady(undefined, signal);
	const types = await api.nodeTypes();
	if (types.some(({ name }) => name === actionNode)) return;
	throw new CliError(`n8n could not load the package; its log: ${n8n.logFile}`);
}

async function copyPackage(userFolder: string): Promise<void> {
	const installed = join(userFolder, installedPath);
	await rm(join(installed, 'dist'), { recursive: true, force: true });
	await cp(join(repositoryRoot, 'dist'), join(installed, 'dist'), { recursive: true });
	await cp(join(repositoryRoot, 'package.json'), join(installed, 'package.json'));
}
