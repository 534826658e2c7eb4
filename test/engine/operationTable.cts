import type { Row } from './operationRow.cts';
import { connectionRows } from './operationTable.connection.cts';
import { directoryRows } from './operationTable.directory.cts';
import { jobRows } from './operationTable.job.cts';
import { serverKind, userKind } from './operationTable.jobKinds.cts';
import { stateRows } from './operationTable.jobState.cts';

/** Every operation of the node but Sync Status, which has a test of its own; the ways of an operation each in a row of its own. */
export const operationTable: Row[] = [
	...connectionRows,
	...directoryRows,
	...jobRows(serverKind),
	...jobRows(userKind),
	...stateRows,
];
