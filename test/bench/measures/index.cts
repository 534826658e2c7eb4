import { measureCpu } from './cpu.cts';
import { measureGetJobs } from './getJobs.cts';
import { measureGetMany, measureMemory } from './getMany.cts';
import type { Measure } from './measure.cts';
import { measureMints } from './mints.cts';
import { measureLoading, measureTarball } from './package.cts';
import { measureCheck, measureTriggerRequests } from './trigger.cts';

/** Every measure by the name that --only takes, in the order of the table. */
export const measures: Record<string, Measure> = {
	'get-jobs': measureGetJobs,
	'get-many': measureGetMany,
	memory: measureMemory,
	'trigger-requests': measureTriggerRequests,
	check: measureCheck,
	cpu: measureCpu,
	loading: measureLoading,
	tarball: measureTarball,
	mints: measureMints,
};
