import { resolve } from 'node:path';
import { summaryOf } from '../../../support/cli/checks.cts';
import { main } from '../../../support/cli/main.cts';
import { runSteps, type Step } from '../../../support/cli/progress.cts';
import { withTemporaryFolder } from '../../../support/system/folders.cts';
import { buildAndPack } from '../../../support/system/package.cts';
import { provideChromium } from '../../helpers/browser.cts';
import { clickThrough } from './clickThrough.cts';
import { readFlags } from './flags.cts';

let passedSteps = 0;

/** Clicks through the editor of each n8n that the flags name. */
async function testEditor(args: string[], signal: AbortSignal): Promise<number> {
	const { n8nVersions, screenshots } = readFlags(args);
	await withTemporaryFolder('e2e', async (temporary) => {
		let tarball = '';
		const makeTarball = async () => {
			tarball = await buildAndPack(temporary, signal);
		};
		await runCounted([
			{ title: 'Build and pack this package', run: makeTarball },
			{ title: 'Chromium', run: () => provideChromium(signal) },
		]);
		for (const n8nVersion of n8nVersions) {
			const folder = screenshots && resolve(screenshots, n8nVersion);
			await clickThrough({ n8nVersion, tarball, folder, runSteps: runCounted, signal });
		}
	});
	console.log(summaryOf(passedSteps, 0));
	return 0;
}

/** Runs steps and counts those that passed. */
async function runCounted(steps: Step[]): Promise<void> {
	const counted = steps.map(
		({ title, run }): Step => ({
			title,
			async run(report) {
				const note = await run(report);
				passedSteps++;
				return note;
			},
		}),
	);
	await runSteps(counted);
}

void main({ name: 'test:e2e', run: testEditor, afterError: () => summaryOf(passedSteps, 1) });
