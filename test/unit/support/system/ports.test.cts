import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { assertPortsFree, freePort } from '../../../../support/system/ports.cts';
import { CliError } from '../../../../support/cli/errors.cts';

describe('assertPortsFree', () => {
	it('accepts ports that nothing listens on', async () => {
		const port = await freePort();
		await expect(assertPortsFree([{ port, owner: 'n8n', flag: '--n8n-port' }])).resolves.toBe(
			undefined,
		);
	});

	it('names the port, its owner and the flag if a port is taken', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const check = assertPortsFree([{ port, owner: 'the inbox', flag: '--inbox-port' }]);
		await expect(check).rejects.toThrow(
			new CliError(`Port ${port} for the inbox is in use; choose another with --inbox-port`),
		);
		server.close();
	});

	it('names both flags if a port is wanted twice', async () => {
		const port = await freePort();
		const check = assertPortsFree([
			{ port, owner: 'n8n', flag: '--n8n-port' },
			{ port, owner: 'the inbox', flag: '--inbox-port' },
		]);
		await expect(check).rejects.toThrow(
			`--n8n-port and --inbox-port are both ${port}; they must differ`,
		);
	});
});
