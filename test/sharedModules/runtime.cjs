const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

const testFolder = path.resolve(__dirname, '..') + path.sep;

/** Loads what lies outside the tests' folder. */
let sharedRuntime;

/**
 * Jest's module loader, but modules outside the tests' folder are loaded once for all test files of a worker
 * process. To load n8n-core again, and to run it before Node.js has optimized it, takes longer than most test files.
 */
class SharingRuntime extends Runtime {
	constructor(...options) {
		super(...options);
		sharedRuntime ??= new Runtime(...options);
	}

	/** A test file that mocks a module, with `jest.mock`, shares none: the mock must be seen by all that it loads. */
	setMock(...options) {
		this.mocks = true;
		super.setMock(...options);
	}

	requireModule(from, moduleName, options, isRequireActual) {
		return moduleName && !options?.isInternalModule && this.isShared(from, moduleName)
			? sharedRuntime.requireModule(from, moduleName)
			: super.requireModule(from, moduleName, options, isRequireActual);
	}

	isShared(from, moduleName) {
		if (this.mocks || this._resolution.isCoreModule(moduleName)) return false;
		return !this._resolution.resolveCjs(from, moduleName).startsWith(testFolder);
	}
}

// As jest reads it.
Object.defineProperty(exports, '__esModule', { value: true });
exports.default = SharingRuntime;
