import { createJobScenario } from './createJob.cts';
import { credentialScenario } from './credential.cts';
import { examplesScenario } from './examples.cts';
import { formsScenario } from './forms.cts';
import { resultsScenario } from './results.cts';
import type { Scenario } from './scenario.cts';
import { searchScenario } from './search.cts';
import { pollScenario, triggerScenario } from './trigger.cts';

/** In the order in which they are run: the trigger's poll comes within a minute, during the others. */
export const allScenarios: Scenario[] = [
	searchScenario,
	credentialScenario,
	resultsScenario,
	createJobScenario,
	triggerScenario,
	formsScenario,
	examplesScenario,
	pollScenario,
];
