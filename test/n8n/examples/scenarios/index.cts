import { assistant } from './assistant.cts';
import { chatAndTicket } from './chatAndTicket.cts';
import { deadGateway } from './deadGateway.cts';
import { digest } from './digest.cts';
import { incident } from './incident.cts';
import { nightlyExport } from './nightlyExport.cts';
import { pagerOrder } from './pagerOrder.cts';
import { previewThenUpdate } from './previewThenUpdate.cts';
import type { Scenario } from './scenario.cts';
import { serviceNowAtOnce } from './serviceNowAtOnce.cts';
import { serviceNowOrder } from './serviceNowOrder.cts';
import { serviceNowReopening } from './serviceNowReopening.cts';
import { serversAtRisk } from './serversAtRisk.cts';
import { statusPage } from './statusPage.cts';
import { teamsAlerts } from './teamsAlerts.cts';
import { testThenActivate } from './testThenActivate.cts';
import { watchdog } from './watchdog.cts';

/** In the order in which they run. */
export const allScenarios: Scenario[] = [
	incident,
	chatAndTicket,
	deadGateway,
	digest,
	nightlyExport,
	assistant,
	testThenActivate,
	previewThenUpdate,
	teamsAlerts,
	pagerOrder,
	serviceNowOrder,
	serviceNowReopening,
	serviceNowAtOnce,
	serversAtRisk,
	watchdog,
	statusPage,
];
