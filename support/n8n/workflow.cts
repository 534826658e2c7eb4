/** A credential as n8n imports it: `data` is plain and encrypted on import. */
export interface CredentialImport {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** What a node says of the credential it uses. */
export type CredentialReference = Pick<CredentialImport, 'id' | 'name' | 'type'>;

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
}

/** A workflow as n8n exports and imports it; only what is used here is named. */
export interface WorkflowImport {
	id: string;
	name: string;
	active: boolean;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	/** Items that nodes output, by their names, when the workflow is run manually. */
	pinData?: Record<string, { json: Record<string, unknown> }[]>;
}

/** The types of this package begin with this when a user has installed it. */
export const packagePrefix = 'n8n-nodes-okta-asa.';

export const actionNode = `${packagePrefix}asaActiveDirectory`;
export const triggerNode = `${packagePrefix}asaActiveDirectoryTrigger`;
export const manualTrigger = 'n8n-nodes-base.manualTrigger';
export const stickyNote = 'n8n-nodes-base.stickyNote';

/** A node as the editor adds it. */
export function nodeOf(
	type: string,
	name: string,
	parameters: Record<string, unknown> = {},
	credentials: CredentialReference[] = [],
	typeVersion = 1,
): WorkflowNode {
	const node = { id: name, name, type, typeVersion, parameters };
	return { ...node, position: [0, 0], credentials: referencesTo(credentials) };
}

/** A workflow of nodes that follow each other. */
export function chainOf(id: string, name: string, nodes: WorkflowNode[]): WorkflowImport {
	const links = nodes.slice(1).map((next, index) => {
		const main = [[{ node: next.name, type: 'main', index: 0 }]];
		return [nodes[index]?.name, { main }] as const;
	});
	const placed = nodes.map((node, index) => ({ ...node, position: positionOf(index) }));
	return {
		...{ id, name, active: false, nodes: placed, connections: Object.fromEntries(links) },
		settings: { executionOrder: 'v1' },
	};
}

/** What a node stores of its credentials. */
export function referencesTo(credentials: CredentialReference[]): WorkflowNode['credentials'] {
	return Object.fromEntries(credentials.map(({ type, id, name }) => [type, { id, name }]));
}

/** What a resource locator stores when an entry of its list was picked. */
export function fromList({ id, name }: { id: string; name?: string }): object {
	return { __rl: true, mode: 'list', value: id, cachedResultName: name };
}

/** What a resource locator stores when an ID was typed. */
export function byId(value: string): object {
	return { __rl: true, mode: 'id', value };
}

/** What *Pin Data* stores: items that a node outputs instead of running. */
export function pinned(items: object[]): { json: Record<string, unknown> }[] {
	return items.map((json) => ({ json: json as Record<string, unknown> }));
}

/**
 * Poll times at an interval. n8n refuses one that comes more often than once a minute, a list
 * of seconds too [measured]; several that come once a minute each are accepted.
 */
export function pollTimesEvery(seconds: number): object {
	const item = Array.from({ length: 60 / seconds }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * seconds} * * * * *`,
	}));
	return { item };
}

function positionOf(index: number): [number, number] {
	return [index * 240, 0];
}
