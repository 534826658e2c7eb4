import type { INodeTypeDescription } from 'n8n-workflow';
import { readExample } from '../../../support/examples/readyExample.cts';
import {
	Interrupted,
	listenForInterruption,
	withDeadline,
} from '../../../support/cli/interruption.cts';
import type { WorkflowImport } from '../../../support/n8n/n8nProcess.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import { assertNoSecretKept, NO_SECRET_KEPT } from '../../../support/secrets/storedSecrets.cts';
import { exampleProblems } from './check.cts';
import { exampleOf, FILES } from './example.cts';
import { readFlags } from './flags.cts';
import { House } from './house.cts';
import { PLAYS } from './scenarios/index.cts';
import type { Play } from './scenarios/scenario.cts';

/** For one play, at most (milliseconds). */
const PLAY_LIMIT_MS = 180_000;

/**
 * Imports every example into a real n8n as it is, checks it node by node against the node types that
 * this n8n has, and runs those that can be run: against the sandbox and stand-ins of other services.
 * Then searches what n8n has kept for secrets.
 *
 * @returns the exit code
 */
async function main(signal: AbortSignal): Promise<number> {
	const { n8nVersion } = readFlags(process.argv.slice(2));
	const house = new House({ release: releaseOf(n8nVersion), signal, workflows });
	try {
		await runSteps(house.steps(), Boolean(process.stdout.isTTY) && !process.env.CI);
		const failed = [
			...(await checkAll(house, n8nVersion)),
			...(await playAll(house, n8nVersion)),
			...(await searchKept(house)),
		];
		const passed = FILES.length + PLAYS.length + 1 - failed.length;
		console.log(`\n${passed} passed, ${failed.length} failed`);
		return failed.length === 0 ? 0 : 1;
	} finally {
		await house.close();
	}
}

/** @returns the names of those that failed */
async function checkAll(house: House, n8nVersion: string): Promise<string[]> {
	console.log(`\nEvery example by the node types of n8n ${n8nVersion}:`);
	const types = (await house.api.nodeTypes()) as INodeTypeDescription[];
	return await failures(
		FILES.map((file) => ({ name: file, check: () => checkExample(house, file, types) })),
	);
}

/** @returns the names of those that failed */
async function playAll(house: House, n8nVersion: string): Promise<string[]> {
	console.log(`\nThe examples run in n8n ${n8nVersion}:`);
	return await failures(
		PLAYS.map((play) => ({ name: play.name, check: () => playInTime(house, play) })),
	);
}

/** @returns the name of the search where it found a secret */
async function searchKept({ n8n, sandbox }: House): Promise<string[]> {
	console.log('\nAfterwards:');
	const check = async () => void (await assertNoSecretKept(n8n, sandbox));
	return await failures([{ name: NO_SECRET_KEPT, check }]);
}

/** Every example as it is, and those that are run once more, with what their notes say to set. */
async function workflows(house: House): Promise<WorkflowImport[]> {
	const asTheyAre = FILES.map((file) => ({ ...readExample(file), id: untouched(file) }));
	const toRun = await Promise.all(PLAYS.map((play) => play.workflows(house)));
	return [...asTheyAre, ...toRun.flat()];
}

function untouched(file: string): string {
	return `untouched-${file.replace('.json', '')}`;
}

/** @throws Trouble with what n8n's node types don't know, or where n8n doesn't hold the whole example */
async function checkExample(
	{ api }: House,
	file: string,
	types: INodeTypeDescription[],
): Promise<void> {
	const problems = exampleProblems(exampleOf(file), types);
	const { nodes } = await api.workflow(untouched(file));
	const missing = readExample(file).nodes.filter(({ id }) => !nodes.some((node) => node.id === id));
	const lost = missing.map(({ name }) => `${name}: was not imported`);
	if (problems.length + lost.length > 0) throw new Trouble([...problems, ...lost].join('; '));
}

/** @throws what the play throws; Trouble when it takes too long */
async function playInTime(house: House, { play }: Play): Promise<void> {
	const timeUp = new Trouble(`it didn't end within ${PLAY_LIMIT_MS / 1_000} s`);
	const deadline = withDeadline(house.signal, PLAY_LIMIT_MS, timeUp);
	try {
		await play(house, deadline.signal);
	} finally {
		deadline.clear();
	}
}

/** Makes one check after the other and says what came of it. @returns the names of those that failed */
async function failures(checks: { name: string; check: () => Promise<void> }[]): Promise<string[]> {
	const failed: string[] = [];
	for (const { name, check } of checks) {
		const started = Date.now();
		try {
			await check();
			console.log(`  ok ${name} (${((Date.now() - started) / 1_000).toFixed(1)} s)`);
		} catch (error) {
			if (error instanceof Interrupted) throw error;
			console.log(`  FAILED ${name}: ${(error as Error).message}`);
			failed.push(name);
		}
	}
	return failed;
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		console.log('Interrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Trouble ? `examples: ${error.message}` : error);
	console.log('0 passed, 1 failed');
	return 1;
}

const interruption = listenForInterruption();
main(interruption)
	.catch(exitCodeOf)
	.then((code) => process.exit(code));
