import { assistant } from './assistant.cts';
import { digest } from './digest.cts';
import { incident } from './incident.cts';
import { nightlyExport } from './nightlyExport.cts';
import { pagerOrder } from './pagerOrder.cts';
import type { Scenario } from './scenario.cts';
import { serviceNowAtOnce } from './serviceNowAtOnce.cts';
import { serviceNowOrder } from './serviceNowOrder.cts';
import { serviceNowReopening } from './serviceNowReopening.cts';
import { testThenActivate } from './testThenActivate.cts';

/** In the order in which they run. */
export const SCENARIOS: Scenario[] = [
	incident,
	digest,
	nightlyExport,
	assistant,
	testThenActivate,
	pagerOrder,
	serviceNowOrder,
	serviceNowReopening,
	serviceNowAtOnce,
];
