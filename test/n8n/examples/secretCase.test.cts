import { runCases } from '../../../support/cli/checks.cts';
import { CliError } from '../../../support/cli/errors.cts';
import { noSecretStored, NothingStored } from '../../../support/secrets/storedSecrets.cts';
import { secretCase } from './secretCase.cts';

let lines: string[] = [];

beforeEach(() => {
	lines = [];
	jest.spyOn(console, 'log').mockImplementation((line) => lines.push(line));
});

afterEach(() => jest.restoreAllMocks());

async function checksOf(isWholeRun: boolean, error?: Error) {
	const search = async () => {
		if (error) throw error;
	};
	return await runCases([secretCase(search, isWholeRun)], new AbortController().signal);
}

const nothing = new NothingStored('the search finds no connection in database.sqlite');
const leak = new CliError('the key secret in n8n.log');

it('is skipped if a part of the scenarios has stored nothing', async () => {
	expect(await checksOf(false, nothing)).toEqual([]);
	expect(lines).toEqual([`skipped: ${noSecretStored} (nothing stored)`]);
});

it('fails if a whole run has stored nothing', async () => {
	expect(await checksOf(true, nothing)).toMatchObject([{ problems: [nothing.message] }]);
});

it.each([true, false])('fails if a secret was found; whole run: %s', async (isWholeRun) => {
	expect(await checksOf(isWholeRun, leak)).toMatchObject([{ problems: [leak.message] }]);
});

it.each([true, false])('passes if none was found; whole run: %s', async (isWholeRun) => {
	expect(await checksOf(isWholeRun)).toEqual([{ name: noSecretStored, problems: [] }]);
});
