import { markdownTable } from '../../support/cli/markdownTable.cts';
import { resources } from '../../nodes/AsaActiveDirectory/resources';

/** The table of all operations, from the node's own dropdowns. */
export function operationsTable(): string {
	const rows = resources.flatMap(({ entry: resource, operations }) =>
		operations.map(({ entry }) => [resource.name, entry.name, entry.description ?? '']),
	);
	return markdownTable(['resource', 'operation', 'what it does'], rows);
}
