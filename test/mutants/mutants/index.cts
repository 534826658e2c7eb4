import { asaMutants } from './asa.cts';
import { clockMutants } from './clocks.cts';
import { incidentMutants } from './incidents.cts';
import type { Mutant } from './mutant.cts';
import { pollMutants } from './polls.cts';
import { runMutants } from './runs.cts';

/** Hand-made, in the order of the files of each part. */
export const allMutants: readonly Mutant[] = [
	...incidentMutants,
	...runMutants,
	...clockMutants,
	...pollMutants,
	...asaMutants,
];
