import { CliError } from '../../support/cli/errors.cts';
import { main } from '../../support/cli/main.cts';
import { runSteps } from '../../support/cli/progress.cts';
import { N8nTestBed } from '../../support/n8n/testBed.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import { repositoryRoot } from '../../support/system/folders.cts';
import { assertPortsFree } from '../../support/system/ports.cts';
import { tryBuild } from './build.cts';
import { readFlags } from './flags.cts';
import { readSources, type Sources, untilChanged } from './sources.cts';
import { updateN8n } from './update.cts';

/** Runs n8n with this package, as it is after each change. */
async function dev(args: string[], signal: AbortSignal): Promise<number> {
	const { n8nVersion, port, sandboxPort } = readFlags(args);
	await assertPortsFree([
		{ port, owner: 'n8n', flag: '--port' },
		{ port: sandboxPort, owner: 'the sandbox', flag: '--sandbox-port' },
	]);
	const sources = await readSources(repositoryRoot);
	const testBed = await N8nTestBed.create({
		...{ name: 'dev', n8nVersion, n8nPort: port, sandboxPort, signal },
		imports: () => ({ credentials: [credentialFor(testBed.sandbox)], workflows: [] }),
	});
	try {
		await runSteps(testBed.steps());
		showAddresses(testBed);
		return await followChanges(testBed, sources);
	} finally {
		await testBed.close();
	}
}

function showAddresses({ url, owner, sandbox, n8n }: N8nTestBed): void {
	console.log(`
The editor: ${url}   sign in as ${owner.email} with the password ${owner.password}
The simulated ASA team: ${sandbox.url}   its credential already exists in n8n
n8n's log: ${n8n.logFile}

Waiting for changes, until Ctrl-C.`);
}

/** @throws the reason of the test bed's signal once it is aborted; CliError when n8n ends */
async function followChanges(testBed: N8nTestBed, sources: Sources): Promise<never> {
	let built = sources;
	for (;;) {
		const next = await Promise.race([
			untilChanged(repositoryRoot, built, testBed.signal),
			testBed.n8n.untilEnded(),
		]);
		built = next.sources;
		console.log(`\nChanged: ${next.changed.join(', ')}`);
		await takeUp(testBed);
	}
}

/** Builds the package and has n8n use it; a mistake in it is shown, and waits for the next change. */
async function takeUp(testBed: N8nTestBed): Promise<void> {
	const { signal } = testBed;
	const started = Date.now();
	const problem = await tryBuild(signal);
	if (problem !== undefined) {
		console.log(`${problem}\nn8n continues with the previous build.`);
		return;
	}
	try {
		await updateN8n(testBed);
		const seconds = Math.round((Date.now() - started) / 1_000);
		console.log(`n8n runs the new build after ${seconds} s; reload the editor.`);
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof CliError)) throw error;
		console.log(error.message);
	}
}

void main({ name: 'dev', run: dev });
