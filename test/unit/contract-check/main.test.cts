import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { addThrowAway, closeAll, startTeam, throwAway } from './support.cts';

/** Each test starts a process, which takes seconds on a busy machine. */
jest.setTimeout(60_000);

const root = path.resolve(__dirname, '../../..');

afterEach(closeAll);

/** Starts the command as `npm run contract-check` does, without a terminal. */
function start(args: string[], variables: Record<string, string> = {}) {
	const { ASA_KEY_ID, ASA_KEY_SECRET, ASA_TOKEN, ...environment } = process.env;
	void [ASA_KEY_ID, ASA_KEY_SECRET, ASA_TOKEN];
	return spawn(process.execPath, ['--require', 'tsx/cjs', 'contract-check/main.cts', ...args], {
		cwd: root,
		env: { ...environment, ...variables },
	});
}

/** What a process wrote, and how it ended. */
async function ending(child: ChildProcessWithoutNullStreams) {
	child.stdin.end();
	const [output, errors, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'exit'),
	]);
	return { output, lastLine: errors.trim().split('\n').at(-1), errors, code };
}

const keyOf = ({ keyId, keySecret }: Sandbox) => ({ ASA_KEY_ID: keyId, ASA_KEY_SECRET: keySecret });

const at = ({ team, url }: Sandbox) => ['--team', team, '--base-url', url];

test('the report goes to standard output and a file, the outcome to the last line', async () => {
	const sandbox = await startTeam();
	const folder = await mkdtemp(path.join(tmpdir(), 'contract-check-'));
	const file = path.join(folder, 'report.md');
	const { output, lastLine, code } = await ending(
		start([...at(sandbox), '--report', file], keyOf(sandbox)),
	);
	expect(code).toBe(0);
	expect(output).toMatch(/^# Contract check\n/);
	expect(await readFile(file, 'utf8')).toBe(output);
	expect(lastLine).toBe(
		'Good: endpoints 14 confirmed, 0 contradicted, 0 inconclusive, 15 not tried; facts 34 confirmed, 0 contradicted, 5 not seen.',
	);
	await rm(folder, { recursive: true });
});

test('a contradicted certain fact is exit code 1', async () => {
	const sandbox = await startTeam({ switches: { movedPaths: { 18: null } } });
	const { output, errors, code } = await ending(start(at(sandbox), keyOf(sandbox)));
	expect(code).toBe(1);
	expect(output).toContain('# Contract check');
	expect(errors).toContain('CONTRADICTS A CERTAIN FACT  Get a user sync job: contradicted');
});

test('a path that was found elsewhere is named before the last line', async () => {
	const moved = 'integrations/ad_connections/{connection}/task_settings/{job}/results';
	const sandbox = await startTeam({ switches: { movedPaths: { 13: moved } } });
	const { errors, lastLine } = await ending(start(at(sandbox), keyOf(sandbox)));
	expect(errors).toContain(
		`Path Correction to enter for "List the results of a server sync job": /v1/teams/{team}/${moved}`,
	);
	expect(lastLine).toMatch(/^Good: /);
});

test('jobs that are left behind are exit code 1', async () => {
	const sandbox = await startTeam();
	await addThrowAway(sandbox);
	sandbox.setFaults([{ match: { endpoint: 20 }, effect: { type: 'status', status: 409 } }]);
	const args = ['--write', '--connection', throwAway, '--yes', '--wait', '1'];
	const { errors, code } = await ending(start([...at(sandbox), ...args], keyOf(sandbox)));
	expect(code).toBe(1);
	expect(errors).toContain(`LEFT BEHIND on "${throwAway}"`);
});

describe('exit code 2 says what is wrong in one line', () => {
	it.each([
		['no key', [], {}, 'No key: set ASA_KEY_ID and ASA_KEY_SECRET, or ASA_TOKEN'],
		['a wrong token', [], { ASA_TOKEN: 'x' }, 'Token has expired, is wrong'],
		['a wrong flag', ['--fast'], {}, "Nothing was checked: error: unknown option '--fast'"],
		['another host', ['--base-url', 'https://a.example'], { ASA_TOKEN: 'x' }, 'not an Okta host'],
		['no host', ['--base-url', 'http://127.0.0.1:9'], { ASA_TOKEN: 'x' }, 'connection was refused'],
	])('%s', async (_, args, variables, message) => {
		const sandbox = await startTeam();
		const run = await ending(start([...at(sandbox), ...args], variables));
		expect(run.code).toBe(2);
		expect(run.output).toBe('');
		expect(run.lastLine).toContain(message);
	});

	it.each<[string, SwitchChanges, string]>([
		['an OPA team', { opaTeam: true }, 'is on Okta Privileged Access'],
		['a missing role', { roles: [], missingRole: 'asaRoutes' }, 'lacks a role'],
	])('%s', async (_, switches, message) => {
		const sandbox = await startTeam({ switches });
		const run = await ending(start(at(sandbox), keyOf(sandbox)));
		expect(run.code).toBe(2);
		expect(run.lastLine).toContain(message);
	});
});

test('--help is no failure', async () => {
	const { output, code } = await ending(start(['--help']));
	expect(code).toBe(0);
	expect(output).toContain('ASA_KEY_SECRET');
});

test('Ctrl-C deletes what was made', async () => {
	const sandbox = await startTeam();
	await addThrowAway(sandbox);
	const args = ['--write', '--connection', throwAway, '--yes', '--wait', '600'];
	const child = start([...at(sandbox), ...args], keyOf(sandbox));
	child.stderr.on('data', (chunk) => {
		if (/^\d+\/\d+ Create a test request/m.test(String(chunk))) child.kill('SIGINT');
	});
	const { output, lastLine, code } = await ending(child);
	expect({ output, lastLine, code }).toEqual({
		output: '',
		lastLine: 'Interrupted; there is no report.',
		code: 130,
	});
	const { connections } = sandbox.getState();
	const made = connections.find(({ name }) => name === throwAway);
	expect(made).toMatchObject({ serverSyncJobs: [], userSyncJobs: [] });
	expect(sandbox.getRequests().filter(({ endpoint }) => endpoint === 10)).toHaveLength(1);
});
