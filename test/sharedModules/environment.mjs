import asyncHooks from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

const storages = [];

// Each test file loads jest-circus again. On Node.js 20 and 22 its AsyncLocalStorage, once used, slows down every
// promise of the process.
const { AsyncLocalStorage } = asyncHooks;
asyncHooks.AsyncLocalStorage = class extends AsyncLocalStorage {
	constructor(...options) {
		super(...options);
		storages.push(this);
	}
};

/** Undoes after each test file what the file, or jest on its behalf, has left behind. */
class SharedEnvironment extends TestEnvironment {
	async teardown() {
		this.fakeTimers.useRealTimers();
		this.fakeTimersModern.useRealTimers();
		this.moduleMocker.restoreAllMocks();
		for (const storage of storages.splice(0)) storage.disable();
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
