import { resources } from '../../nodes/AsaActiveDirectory/resources';

/** The README's table of operations, from the node's own dropdowns. */
export function operationsTable(): string {
	const rows = resources.flatMap(({ entry: resource, operations }) =>
		operations.map(({ entry }) => `| ${resource.name} | ${entry.name} | ${entry.description} |`),
	);
	return ['| resource | operation | what it does |', '|---|---|---|', ...rows].join('\n');
}
