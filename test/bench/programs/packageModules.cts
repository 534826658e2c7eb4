import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Modules {
	'asa/client': typeof import('../../../nodes/AsaActiveDirectory/asa/client.ts');
	'monitor/index': typeof import('../../../nodes/AsaActiveDirectory/monitor/index.ts');
	'monitor/snapshot/reader': typeof import('../../../nodes/AsaActiveDirectory/monitor/snapshot/reader.ts');
	'monitor/state/storage': typeof import('../../../nodes/AsaActiveDirectory/monitor/state/storage.ts');
	'trigger/parameters': typeof import('../../../nodes/AsaActiveDirectory/trigger/parameters.ts');
}

/** A module of the unpacked package, compiled as it is published. */
export function moduleOf<Name extends keyof Modules>(
	packageFolder: string,
	name: Name,
): Modules[Name] {
	const requireFrom = createRequire(join(packageFolder, 'package.json'));
	return requireFrom(`./dist/nodes/AsaActiveDirectory/${name}.js`) as Modules[Name];
}
