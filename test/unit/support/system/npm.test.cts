import { reasonOf, toolEnvironment } from '../../../../support/system/npm.cts';
import { CommandFailed } from '../../../../support/system/processGroup.cts';

function failed(output: string, outcome = 1): CommandFailed {
	return new CommandFailed({ command: 'npm', args: [], env: {} }, outcome, output);
}

describe('reasonOf a failed npm', () => {
	it.each([
		[
			'npm error code ENOTFOUND\nnpm error network request failed',
			/can't be reached \(ENOTFOUND\)/,
		],
		['npm error code ECONNREFUSED', /can't be reached \(ECONNREFUSED\)/],
		['npm error code ENOSPC\nnpm error nospc', /disk is full/],
		[
			'npm error notarget No matching version\nnpm error A complete log of this run is in: /x/y.log',
			/ended with 1: npm error notarget No matching version$/,
		],
		['', /no output/],
	])('reads %j', (output, reason) => {
		const line = reasonOf(['install', 'n8n@1', '--x'], failed(output));
		expect(line).toMatch(reason);
		expect(line).toMatch(/^npm install n8n@1/);
		expect(line).not.toContain('\n');
	});

	it('says where npm comes from when there is none', () => {
		expect(reasonOf(['ci'], failed('', 127))).toMatch(/npm was not found; install npm/);
	});
});

describe('toolEnvironment', () => {
	const before = { ...process.env };

	afterEach(() => {
		process.env = { ...before };
	});

	it('drops what an outer npm has set about itself and keeps what a person sets', () => {
		process.env.npm_config_ignore_scripts = 'true';
		process.env.npm_lifecycle_event = 'demo';
		process.env.INIT_CWD = '/somewhere';
		process.env.npm_config_https_proxy = 'http://proxy.example.com';
		const env = toolEnvironment('/opt/node/bin/node');
		expect(env).not.toHaveProperty('npm_config_ignore_scripts');
		expect(env).not.toHaveProperty('npm_lifecycle_event');
		expect(env).not.toHaveProperty('INIT_CWD');
		expect(env.npm_config_https_proxy).toBe('http://proxy.example.com');
		expect(env.PATH).toMatch(/^\/opt\/node\/bin:/);
	});
});
