import { itemsOf, parseExecutionData } from '../../../support/n8n/executionData.cts';
import type { Postgres } from './postgres.cts';
import { deliveryId, triggerName } from './workflows.cts';

/** An execution as n8n has stored it. */
export interface StoredExecution {
	id: string;
	/** In n8n: success, running, new, crashed, error ... */
	status: string;
	/** When it was stored, in milliseconds since 1970. */
	storedAt: number;
}

/** A poll as n8n's durable scheduler has recorded it; times in milliseconds since 1970. */
export interface RecordedPoll {
	startedAt: number;
	/** When what it found was handed to a new execution. */
	dispatchedAt: number;
}

interface Row extends StoredExecution {
	data: string;
}

/** What n8n has stored of the executions that deliver results. */
export class Records {
	/** The executions that were given an item, by its key: n8n may lose the items of those that die. */
	private readonly handedOver = new Map<string, Set<string>>();

	constructor(
		private readonly postgres: Postgres,
		private readonly database: string,
	) {}

	/** Remembers which items each execution has. */
	async remember(): Promise<StoredExecution[]> {
		const rows = await this.postgres.rows<Row>(
			this.database,
			`SELECT id::text, status, data, ${milliseconds('execution_entity."createdAt"')} AS "storedAt" FROM execution_entity JOIN execution_data ON "executionId" = id
			WHERE execution_entity."workflowId" = '${deliveryId}' ORDER BY execution_entity.id`,
		);
		for (const { id, data } of rows) for (const key of keysIn(data)) this.add(key, id);
		return rows.map(({ id, status, storedAt }) => ({ id, status, storedAt }));
	}

	/** The executions that were given an item, as far as remembered. */
	executionsOf(key: string): string[] {
		return [...(this.handedOver.get(key) ?? [])];
	}

	/** The polls of the durable scheduler that found something. */
	async polls(): Promise<RecordedPoll[]> {
		const [startedAt, dispatchedAt] = ['"startedAt"', '"dispatchedAt"'];
		return await this.postgres.rows<RecordedPoll>(
			this.database,
			`SELECT ${milliseconds(startedAt)} AS ${startedAt}, ${milliseconds(dispatchedAt)} AS ${dispatchedAt}
			FROM scheduled_task WHERE payload->>'workflowId' = '${deliveryId}' AND ${dispatchedAt} IS NOT NULL`,
		);
	}

	private add(key: string, execution: string): void {
		const executions = this.handedOver.get(key) ?? new Set();
		this.handedOver.set(key, executions.add(execution));
	}
}

function milliseconds(column: string): string {
	return `(extract(epoch FROM ${column}) * 1000)::float8`;
}

/** The key that identifies an item. */
export function keyOf(event: string, resultId: string | null): string {
	return `${event} ${resultId}`;
}

/** The keys of the items that the trigger gave to an execution, from its stored data. */
export function keysIn(data: string): string[] {
	const { resultData, executionData } = parseExecutionData(data);
	const run = resultData?.runData?.[triggerName]?.[0] ?? executionData?.nodeExecutionStack?.[0];
	return itemsOf(run?.data).map(({ event, result_id }) =>
		keyOf(String(event), result_id as string | null),
	);
}
