import { createServer } from 'node:net';
import { once } from 'node:events';
import { SandboxProcess } from '../../../../support/sandbox/sandboxProcess.cts';
import { freePort } from '../../../../support/system/ports.cts';

/** Each test starts a process, which takes seconds on a busy machine. */
jest.setTimeout(60_000);

it('reports its end', async () => {
	const sandbox = new SandboxProcess(await freePort());
	await sandbox.start();
	const reported = expect(sandbox.untilEnded()).rejects.toThrow('the sandbox ended with 0');
	expect((await sandbox.state()).liveConnections).toBe(2);
	await sandbox.stop();
	await reported;
});

it('says why it could not start', async () => {
	const port = await freePort();
	const other = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
	await once(other, 'listening');
	const starting = new SandboxProcess(port).start();
	await expect(starting).rejects.toThrow(`the sandbox ended with 1: Port ${port} is taken`);
	other.close();
});
