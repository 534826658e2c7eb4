import type { INodeProperties } from 'n8n-workflow';

/**
 * Puts parameters into the order of their names, whatever their case. Not by localeCompare: its first call would
 * make up a sixth of the time to load the package [measured].
 */
export function byDisplayName(a: INodeProperties, b: INodeProperties): number {
	return a.displayName.toLowerCase() < b.displayName.toLowerCase() ? -1 : 1;
}
