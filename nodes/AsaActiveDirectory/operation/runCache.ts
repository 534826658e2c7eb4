/** What was read in a run and holds for all its items, until something is written. */
export class RunCache {
	private readonly entries = new Map<string, Promise<unknown>>();

	/** What was read under a key; it is read once however many items ask for it at the same time. */
	async get<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
		const known = this.entries.get(key) as Promise<Value> | undefined;
		if (known) return await known;
		const reading = read();
		this.entries.set(key, reading);
		try {
			return await reading;
		} finally {
			await this.dropFailed(key, reading);
		}
	}

	/** Forgets what was read under the keys that begin so: it may no longer hold. */
	forget(prefix: string): void {
		for (const key of this.entries.keys()) if (key.startsWith(prefix)) this.entries.delete(key);
	}

	/** All who wait share a failure; the next call requests again. */
	private async dropFailed(key: string, reading: Promise<unknown>): Promise<void> {
		const [{ status }] = await Promise.allSettled([reading]);
		const isCurrent = this.entries.get(key) === reading;
		if (status === 'rejected' && isCurrent) this.entries.delete(key);
	}
}
