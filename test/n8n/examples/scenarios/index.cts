import { assistant } from './assistant.cts';
import { digest } from './digest.cts';
import { incident } from './incident.cts';
import { nightlyExport } from './nightlyExport.cts';
import { pagerOrder } from './pagerOrder.cts';
import type { Play } from './scenario.cts';
import { serviceNowAtOnce } from './serviceNowAtOnce.cts';
import { serviceNowOrder } from './serviceNowOrder.cts';
import { testThenActivate } from './testThenActivate.cts';

/** In the order in which they are played. */
export const PLAYS: Play[] = [
	incident,
	digest,
	nightlyExport,
	assistant,
	testThenActivate,
	pagerOrder,
	serviceNowOrder,
	serviceNowAtOnce,
];
