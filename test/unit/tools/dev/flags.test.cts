import { defaultVersion } from '../../../../support/n8n/releases.cts';
import { readFlags } from '../../../../tools/dev/flags.cts';

it('runs the newest n8n on ports that the demo leaves free', () => {
	expect(readFlags([])).toEqual({ n8nVersion: defaultVersion, port: 5693, sandboxPort: 5694 });
});

it('takes another port', () => {
	expect(readFlags(['--port', '5678', '--sandbox-port', '9000'])).toMatchObject({
		port: 5678,
		sandboxPort: 9000,
	});
});
