import { CommandFailed, ProcessGroup, run } from '../../../../support/system/processGroup.cts';
import { pause } from '../../../../support/system/wait.cts';

const node = process.execPath;
const env = process.env;

/** A program that starts another, prints its process id, and doesn't end. */
const parent = `
const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
console.log(child.pid);
setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function untilExited(pid: number): Promise<boolean> {
	for (let attempt = 0; attempt < 100 && isAlive(pid); attempt++) await pause(20);
	return !isAlive(pid);
}

describe('run', () => {
	it('gives the standard output', async () => {
		const args = ['-e', 'console.log("out"); console.error("err")'];
		await expect(run({ command: node, args, env })).resolves.toBe('out\n');
	});

	it('throws with exit code and output', async () => {
		const args = ['-e', 'console.error("why"); process.exit(3)'];
		const failure = await run({ command: node, args, env }).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(CommandFailed);
		expect(failure).toMatchObject({ outcome: 3, output: 'why\n' });
	});

	it('takes a program that is not there as exit code 127', async () => {
		const missing = run({ command: 'no-such-program', args: [], env });
		await expect(missing).rejects.toMatchObject({ outcome: 127 });
	});

	it('ends the command when it is aborted, and throws the reason', async () => {
		const reason = new Error('enough');
		const controller = new AbortController();
		const running = run({ command: node, args: ['-e', parent], env }, controller.signal);
		setTimeout(() => controller.abort(reason), 200);
		await expect(running).rejects.toBe(reason);
	});
});

describe('ProcessGroup', () => {
	it('ends what the process has started too', async () => {
		const group = new ProcessGroup({ command: node, args: ['-e', parent], env });
		const grandchild = await new Promise<number>((resolve) => {
			group.onOutput((text) => resolve(Number(text)));
		});
		expect(isAlive(grandchild)).toBe(true);
		await group.stop();
		expect(group.isRunning).toBe(false);
		expect(await untilExited(grandchild)).toBe(true);
	});

	it('kills what does not end on SIGTERM', async () => {
		const stubborn = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`;
		const group = new ProcessGroup({ command: node, args: ['-e', stubborn], env });
		await new Promise<void>((resolve) => group.onOutput(() => resolve()));
		await group.stop(100);
		expect(await group.ended).toBe('SIGKILL');
	});
});
