import type { AsaClient } from '../../api/client';
import { jobKinds, type JobKind, type JobKindName, type SyncJob } from '../../api/jobKinds';

/** The jobs of connections, each list read once however many items ask for it by name. */
export class JobDirectory {
	private readonly lists = new Map<string, Promise<SyncJob[]>>();

	constructor(private readonly client: AsaClient) {}

	/** All jobs of a kind in a connection, as the API lists them. */
	async all(kind: JobKind, connection: string): Promise<SyncJob[]> {
		const key = keyOf(connection, kind.name);
		const known = this.lists.get(key);
		if (known) return await known;
		const reading = this.read(kind, connection);
		this.lists.set(key, reading);
		// Those who wait share the failure; the next one asks anew.
		const isKept = () => this.lists.get(key) === reading;
		reading.catch(() => isKept() && this.lists.delete(key));
		return await reading;
	}

	/** What was read of a connection no longer holds: a job of it was written. */
	forget(connection: string): void {
		for (const kind of Object.values(jobKinds)) this.lists.delete(keyOf(connection, kind.name));
	}

	private async read(kind: JobKind, connection: string): Promise<SyncJob[]> {
		const { items } = await this.client.list(kind.endpoints.list, { connection });
		return items.map(kind.readJob);
	}
}

function keyOf(connection: string, kind: JobKindName): string {
	return JSON.stringify([kind, connection]);
}
