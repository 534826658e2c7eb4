import { defaultVersion, versions } from '../../../support/n8n/releases.cts';
import { readFlags } from './flags.cts';

describe('the command line', () => {
	it('takes the newest n8n and keeps no pictures', () => {
		expect(readFlags([])).toEqual({ n8nVersions: [defaultVersion], screenshots: undefined });
	});

	it('takes one n8n or all, and a folder', () => {
		const [, older] = versions;
		expect(readFlags(['--n8n-version', older]).n8nVersions).toEqual([older]);
		expect(readFlags(['--n8n-version', 'all', '--screenshots', 'folder'])).toEqual({
			n8nVersions: versions,
			screenshots: 'folder',
		});
	});

	it.each([['--n8n-version', '1.0.0'], ['--version'], ['more']])('refuses %s', (...args) => {
		const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
			throw new Error(`exit ${code}`);
		});
		const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
		expect(() => readFlags(args)).toThrow('exit 1');
		expect(write).toHaveBeenCalled();
		exit.mockRestore();
		write.mockRestore();
	});
});
