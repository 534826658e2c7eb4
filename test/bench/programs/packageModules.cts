import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Modules {
	'asa/client': typeof import('../../../nodes/AsaActiveDirectory/asa/client.ts');
	'sync/plan': typeof import('../../../nodes/AsaActiveDirectory/sync/plan.ts');
	'sync/reduce': typeof import('../../../nodes/AsaActiveDirectory/sync/reduce.ts');
	'sync/storedState': typeof import('../../../nodes/AsaActiveDirectory/sync/storedState.ts');
	'trigger/settings': typeof import('../../../nodes/AsaActiveDirectory/trigger/settings.ts');
	'watch/observe': typeof import('../../../nodes/AsaActiveDirectory/watch/observe.ts');
}

/** A module of the unpacked package, compiled as it is published. */
export function moduleOf<Name extends keyof Modules>(
	packageFolder: string,
	name: Name,
): Modules[Name] {
	const requireFrom = createRequire(join(packageFolder, 'package.json'));
	return requireFrom(`./dist/nodes/AsaActiveDirectory/${name}.js`) as Modules[Name];
}
