import type { Step } from '../../../support/cli/progress.cts';
import { N8nTestBed } from '../../../support/n8n/testBed.cts';
import { assertNoSecretStored, noSecretStored } from '../../../support/secrets/storedSecrets.cts';
import { EditorPage } from './editorPage.cts';
import { allScenarios } from './scenarios/index.cts';
import { Screenshots } from '../../helpers/screenshots.cts';

export interface ClickThroughSettings {
	n8nVersion: string;
	/** This package, packed. */
	tarball: string;
	/** For screenshots. Absent: they are not kept. */
	folder?: string;
	/** Runs steps one after the other. */
	runSteps: (steps: Step[]) => Promise<void>;
	signal: AbortSignal;
}

/**
 * Clicks through the editor of one n8n, from the sign-in to an item of the trigger, and then searches
 * what n8n has stored for secrets.
 *
 * @throws what a step throws, after keeping the page and saying where; nothing is left running
 */
export async function clickThrough(settings: ClickThroughSettings): Promise<void> {
	const { runSteps, n8nVersion, tarball, signal } = settings;
	const testBed = await N8nTestBed.create({
		...{ name: 'e2e', n8nVersion, tarball, signal },
		prepareSandbox: (sandbox) => sandbox.setSpeed(0),
	});
	try {
		await runSteps(testBed.steps());
		await runScenarios(testBed, settings);
	} finally {
		await testBed.close();
	}
}

async function runScenarios(testBed: N8nTestBed, settings: ClickThroughSettings): Promise<void> {
	const { runSteps, folder, signal } = settings;
	const { sandbox, n8n, url } = testBed;
	const editor = await EditorPage.open(url, signal);
	const screenshots = new Screenshots(editor.page, folder);
	const context = { editor, sandbox, screenshots };
	try {
		await runSteps([
			{ title: 'Sign in', run: () => editor.signIn(testBed) },
			...allScenarios.flatMap((scenario) => scenario(context)),
			{ title: noSecretStored, run: () => assertNoSecretStored(n8n, sandbox) },
		]);
	} catch (error) {
		if (!signal.aborted) console.log(`The page at the failure: ${await screenshots.takeFailure()}`);
		throw error;
	} finally {
		await editor.close();
	}
}
