import {
	chosenConfigurations,
	type ConfigurationName,
} from '../../../../support/n8n/configurations.cts';
import { releaseOf } from '../../../../support/n8n/releases.cts';

describe('the configurations', () => {
	it('are all that a release has, or the one that is asked for', () => {
		const names = (version: string, name?: ConfigurationName) =>
			chosenConfigurations(releaseOf(version), name).map((each) => each.name);
		expect(names('2.41.1')).toEqual(['classic', 'scheduler', 'cursors']);
		expect(names('2.8.4')).toEqual(['classic']);
		expect(names('2.41.1', 'cursors')).toEqual(['cursors']);
		expect(() => names('2.8.4', 'cursors')).toThrow('has no durable scheduler');
	});
});
