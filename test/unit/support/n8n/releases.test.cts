import { n8nEnvironment } from '../../../../support/n8n/environment.cts';
import { defaultVersion, releaseOf } from '../../../../support/n8n/releases.cts';

describe('releaseOf', () => {
	it('knows the default', () => {
		expect(releaseOf(defaultVersion).version).toBe(defaultVersion);
	});

	it('says what was tried if a version was not', () => {
		expect(() => releaseOf('9.9.9')).toThrow(
			'n8n 9.9.9 was not tested with this package; tested: 2.41.1 and 2.8.4',
		);
	});
});

describe('n8nEnvironment', () => {
	const before = { ...process.env };

	afterEach(() => {
		process.env = { ...before };
	});

	it('takes nothing about n8n from the outer environment', () => {
		Object.assign(process.env, { N8N_PATH: '/x', DB_TYPE: 'postgresdb', HTTPS_PROXY: 'http://p' });
		const env = n8nEnvironment(releaseOf('2.8.4'), {
			userFolder: '/folder',
			port: 1234,
			brokerPort: 1235,
			encryptionKey: 'key',
			variables: { EXECUTIONS_MODE: 'queue' },
		});
		expect(env).not.toHaveProperty('N8N_PATH');
		expect(env).not.toHaveProperty('DB_TYPE');
		expect(env).not.toHaveProperty('HTTPS_PROXY');
		expect(env).toMatchObject({
			N8N_USER_FOLDER: '/folder',
			N8N_PORT: '1234',
			N8N_RUNNERS_BROKER_PORT: '1235',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_DISABLED_MODULES: 'chat-hub',
			EXECUTIONS_MODE: 'queue',
		});
	});
});
