import { hostKinds } from './hostKinds.cts';
import type { InjectionKind } from './kind.cts';
import { readKinds } from './readKinds.cts';
import { runKinds } from './runKinds.cts';
import { teamKinds } from './teamKinds.cts';

/** All kinds of injections, by their names on the command line. */
export const injectionKinds: Readonly<Record<string, InjectionKind>> = {
	...runKinds,
	...teamKinds,
	...readKinds,
	...hostKinds,
};
