import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

// Each test file loads jest-circus again. On Node.js 20 and 22 its AsyncLocalStorage, once used, slows down every
// promise of the process.
const usedStorages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...options) {
	usedStorages.add(this);
	return run.apply(this, options);
};

/** Undoes after each test file what the file, or jest on its behalf, has left behind. */
class SharedEnvironment extends TestEnvironment {
	async teardown() {
		this.fakeTimers.useRealTimers();
		this.fakeTimersModern.useRealTimers();
		this.moduleMocker.restoreAllMocks();
		for (const storage of usedStorages) storage.disable();
		usedStorages.clear();
		// What jest-circus keeps of a file.
		for (const key of Object.getOwnPropertySymbols(this.global)) {
			if (/^(JEST_STATE|EVENT_HANDLERS)/.test(key.description)) delete this.global[key];
		}
	}
}

let shared;

/**
 * Jest's environment for Node.js, but one for all test files of a worker process: only with the same globals can
 * modules be handed on from one file to the next (see runtime.cjs).
 */
export default class {
	constructor(...options) {
		return (shared ??= new SharedEnvironment(...options));
	}
}
