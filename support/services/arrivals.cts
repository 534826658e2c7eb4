import { EventEmitter, once } from 'node:events';

/** What has come to a stand-in, in order, with a way to wait for what is still to come. */
export class Arrivals<T> {
	readonly all: T[] = [];
	private readonly emitter = new EventEmitter();

	add(arrival: T): void {
		this.all.push(arrival);
		this.emitter.emit('arrival', arrival);
	}

	onArrival(read: (arrival: T) => void): void {
		this.emitter.on('arrival', read);
	}

	/**
	 * Waits for the first one that `suits`; what came before counts too.
	 *
	 * @throws the reason of `signal` once it is aborted
	 */
	async waitFor(suits: (arrival: T) => boolean, signal: AbortSignal): Promise<T> {
		for (let seen = 0; ; ) {
			const found = this.all.slice(seen).find(suits);
			if (found !== undefined) return found;
			seen = this.all.length;
			await once(this.emitter, 'arrival', { signal }).catch(() => signal.throwIfAborted());
		}
	}
}
