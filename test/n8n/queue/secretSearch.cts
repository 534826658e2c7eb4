import { join } from 'node:path';
import { type Canary, type Search, searchFolder } from '../../../support/secrets/searchFolder.cts';
import type { SuiteContext } from './injectedFailures.cts';
import type { QueueTestBed } from './queueTestBed.cts';
import { deliveryId } from './workflows.cts';

/**
 * Searches everything that a configuration left behind (database, Redis, logs) for the secrets, and for
 * texts that have to be found there. Stops Redis.
 */
export async function searchSecrets(
	testBed: QueueTestBed,
	{ configuration, database, postgres, redis }: SuiteContext,
): Promise<{ secrets: Search; controls: Search }> {
	const folder = testBed.folderOf(configuration);
	await postgres.dump(database, join(folder, 'database.sql'));
	await redis.stop();
	const search = (canaries: Canary[]) => searchFolder(folder, canaries, ['node_modules']);
	return {
		secrets: await search(testBed.canaries),
		controls: await search([
			{ name: 'connection', text: testBed.connectionId },
			{ name: 'workflow', text: deliveryId },
		]),
	};
}
