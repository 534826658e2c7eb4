import { readFlags } from '../../../demo/flags.cts';

const allScenarios = { alert: 'An alert', ticket: 'A ticket' };

describe('readFlags', () => {
	it('has defaults for everything', () => {
		expect(readFlags([], allScenarios)).toEqual({
			once: false,
			scenario: 'alert',
			n8nVersion: '2.41.1',
			n8nPort: 5690,
			sandboxPort: 5691,
			inboxPort: 5692,
		});
	});

	it('reads what is given', () => {
		const args = ['--once', '--scenario', 'ticket', '--n8n-port', '1', '--sandbox-port=2'];
		expect(readFlags(args, allScenarios)).toMatchObject({
			once: true,
			scenario: 'ticket',
			n8nPort: 1,
			sandboxPort: 2,
		});
	});

	it.each([
		[['--n8n-port', '70000'], 'whole number from 1 to 65535'],
		[['--n8n-port', '12a'], 'whole number from 1 to 65535'],
		[['--n8n-version', '9.9.9'], 'Allowed choices are 2.41.1, 2.8.4'],
		[['--scenario', 'alerts'], 'Allowed choices are alert, ticket'],
		[['--onec'], "unknown option '--onec'"],
		[['once'], 'too many arguments'],
	])('refuses %j', (args, message) => {
		const written: string[] = [];
		jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
			written.push(String(text));
			return true;
		});
		jest.spyOn(process, 'exit').mockImplementation((code) => {
			throw new Error(`exit ${code}`);
		});
		expect(() => readFlags(args, allScenarios)).toThrow('exit 1');
		expect(written.join('')).toContain(message);
		jest.restoreAllMocks();
	});
});
