import { firstPollDuringOutage, missingChoice, refusals } from './publication.cts';
import { resultsReadOnce } from './requests.cts';
import { outageAtStart } from './restart.cts';
import type { Scenario } from './scenario.cts';
import {
	hiddenTeam,
	revokedRole,
	unreadableConnection,
	unreadableTeam,
	unreportedTeam,
} from './team.cts';

/** In the order in which they are run. */
export const allScenarios: Scenario[] = [
	outageAtStart,
	revokedRole,
	unreportedTeam,
	unreadableTeam,
	hiddenTeam,
	unreadableConnection,
	firstPollDuringOutage,
	missingChoice,
	refusals,
	resultsReadOnce,
];
