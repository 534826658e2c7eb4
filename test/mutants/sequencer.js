const { basename } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Orders test files so that those closest to the changed file, named by MUTATED_FILE, come first. */
module.exports = class extends Sequencer {
	sort(tests) {
		const changed = process.env.MUTATED_FILE ?? '';
		const [name] = basename(changed).split('.');
		const area = changed.includes('/monitor/') ? '/monitor/' : '/asa/';
		const distanceOf = ({ path }) => {
			if (basename(path).startsWith(`${name}.`)) return 0;
			return path.includes(area) ? 1 : 2;
		};
		return super.sort(tests).sort((one, other) => distanceOf(one) - distanceOf(other));
	}
};
