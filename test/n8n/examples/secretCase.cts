import { Skipped, type TestCase } from '../../../support/cli/checks.cts';
import { noSecretStored, NothingStored } from '../../../support/secrets/storedSecrets.cts';

/**
 * The search for secrets. A scenario that runs alone may store nothing, so that there is nothing to search; in a whole
 * run that is a failure.
 *
 * @param isWholeRun whether all scenarios ran
 */
export function secretCase(search: () => Promise<unknown>, isWholeRun: boolean): TestCase {
	return {
		name: noSecretStored,
		async run() {
			try {
				await search();
			} catch (error) {
				if (isWholeRun || !(error instanceof NothingStored)) throw error;
				throw new Skipped('nothing stored');
			}
		},
	};
}
