import type { N8nRelease } from '../../../support/n8n/releases.cts';
import type { Step } from '../../../support/cli/progress.cts';
import { assertNoSecretKept, NO_SECRET_KEPT } from '../../../support/secrets/storedSecrets.cts';
import { House } from './house.cts';
import { Shots } from './screenshots.cts';
import { type Stage, Window } from './editorPage.cts';
import { createJobStory } from './scenarios/createJob.cts';
import { examplesStory } from './scenarios/examples.cts';
import { credentialStory } from './scenarios/credential.cts';
import { looksStory } from './scenarios/looks.cts';
import { resultsStory } from './scenarios/results.cts';
import { arrivalStory, triggerStory } from './scenarios/trigger.cts';

export interface TourSettings {
	release: N8nRelease;
	/** This package, packed. */
	tarball: string;
	/** Where pictures are kept; absent: nowhere. */
	folder?: string;
	/** Runs steps one after the other. */
	play: (steps: Step[]) => Promise<void>;
	signal: AbortSignal;
}

/**
 * Clicks through the editor of one n8n, from the sign-in to an item that the trigger brings, and then
 * searches what n8n has kept for secrets.
 *
 * @throws what a step throws, after keeping how the page was and saying where; nothing is left running
 */
export async function tour({ release, tarball, folder, play, signal }: TourSettings) {
	const house = new House(release, tarball, signal);
	const window = new Window();
	const shots = new Shots(folder);
	// What is asked of the page then fails at once.
	const interrupt = () => void window.close();
	signal.addEventListener('abort', interrupt, { once: true });
	try {
		await play(house.steps());
		const open = async () => await window.open(house, shots);
		let stage: Stage | undefined;
		await play([{ title: 'Sign in', run: async () => void (stage = await open()) }]);
		if (stage) await play([...stories(stage), noSecretKept(house)]);
	} catch (error) {
		if (!signal.aborted) console.log(`The page at the failure: ${await shots.takeFailure()}`);
		throw error;
	} finally {
		signal.removeEventListener('abort', interrupt);
		await window.close();
		await house.close();
	}
}

function noSecretKept({ n8n, sandbox }: House): Step {
	return {
		title: `Afterwards: ${NO_SECRET_KEPT}`,
		run: () => assertNoSecretKept(n8n, sandbox),
	};
}

/** The forms are looked at while the trigger waits for its minute. */
function stories(stage: Stage): Step[] {
	return [
		...credentialStory(stage),
		...resultsStory(stage),
		...createJobStory(stage),
		...triggerStory(stage),
		...looksStory(stage),
		...examplesStory(stage),
		...arrivalStory(stage),
	];
}
