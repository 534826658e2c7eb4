import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node.js, but with a plain global object for each file of tests: in the one that
 * jest asks for, each use of a global such as Math or JSON is intercepted, which makes all code slower.
 */
export default class extends TestEnvironment {
	constructor(...options) {
		const { createContext } = vm;
		vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
		try {
			super(...options);
		} finally {
			vm.createContext = createContext;
		}
	}
}
