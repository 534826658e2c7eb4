import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Interrupted, listenForInterruption } from '../../../support/cli/interruption.cts';
import { releaseOf } from '../../../support/n8n/releases.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import { build, pack } from '../../../support/system/packPackage.cts';
import { runSteps, type Step } from '../../../support/cli/progress.cts';
import { provideChromium } from './browser.cts';
import { readFlags } from './flags.cts';
import { tour } from './run.cts';

const isTerminal = Boolean(process.stdout.isTTY) && !process.env.CI;

/** Steps that have passed. */
let passed = 0;

/**
 * Clicks through the editor of each n8n that the flags name.
 *
 * @returns the exit code
 */
async function main(signal: AbortSignal): Promise<number> {
	const { n8nVersions, screenshots } = readFlags(process.argv.slice(2));
	const temporary = await mkdtemp(join(tmpdir(), 'n8n-nodes-okta-asa-e2e-'));
	let tarball = '';
	try {
		await play([
			{
				title: 'Build and pack this package',
				async run() {
					await build(signal);
					tarball = await pack(temporary, signal);
				},
			},
			{ title: 'Chromium', run: () => provideChromium(signal) },
		]);
		for (const version of n8nVersions) {
			const folder = screenshots && resolve(screenshots, version);
			await tour({ release: releaseOf(version), tarball, folder, play, signal });
		}
		console.log(`${passed} passed, 0 failed`);
		return 0;
	} finally {
		await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function play(steps: Step[]): Promise<void> {
	const counted = steps.map(
		(step): Step => ({
			...step,
			async run(report) {
				const note = await step.run(report);
				passed++;
				return note;
			},
		}),
	);
	await runSteps(counted, isTerminal);
}

function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) {
		console.log('Interrupted; everything is stopped.');
		return error.exitCode;
	}
	console.error(error instanceof Trouble ? `e2e: ${error.message}` : (error as Error).stack);
	console.log(`${passed} passed, 1 failed`);
	return 1;
}

const interruption = listenForInterruption();
main(interruption)
	.catch((error) => exitCodeOf(interruption.aborted ? interruption.reason : error))
	.then((code) => process.exit(code));
