import { ASA_MUTANTS } from './asa.cts';
import { CLOCK_MUTANTS } from './clocks.cts';
import { INCIDENT_MUTANTS } from './incidents.cts';
import type { Mutant } from './mutant.cts';
import { POLL_MUTANTS } from './polls.cts';
import { RUN_MUTANTS } from './runs.cts';

/** Hand-made, in the order of the files of each part. */
export const MUTANTS: readonly Mutant[] = [
	...INCIDENT_MUTANTS,
	...RUN_MUTANTS,
	...CLOCK_MUTANTS,
	...POLL_MUTANTS,
	...ASA_MUTANTS,
];
