import { firstPollInTrouble, missingChoice, refusals } from './publication.cts';
import { resultsReadOnce } from './requests.cts';
import { outageAtStart } from './restart.cts';
import type { Scenario } from './scenario.cts';
import { revokedRole, unreadableConnection, unreadableTeam, unreportedTeam } from './team.cts';

/** In the order in which they are run. */
export const SCENARIOS: Scenario[] = [
	outageAtStart,
	revokedRole,
	unreportedTeam,
	unreadableTeam,
	unreadableConnection,
	firstPollInTrouble,
	missingChoice,
	refusals,
	resultsReadOnce,
];
