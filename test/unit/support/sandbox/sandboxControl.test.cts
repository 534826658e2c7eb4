import { type Sandbox, startSandbox } from '../../../../sandbox/sandbox.cts';
import { SandboxControl } from '../../../../support/sandbox/sandboxControl.cts';

describe('SandboxControl', () => {
	let sandbox: Sandbox;
	let control: SandboxControl;

	beforeEach(async () => {
		sandbox = await startSandbox({ dataset: 'demo' });
		control = new SandboxControl(sandbox.url);
	});

	afterEach(() => sandbox.close());

	it('lets a job run, and reads what happened', async () => {
		const { id, connectionId } = await control.serverSyncJob('Corporate directory', 'Servers');
		const before = (await control.history()).at(-1)?.index ?? -1;
		const resultId = await control.runWith(id, { outcome: 'fail', durationSeconds: 60 });
		// One line and several lines are read in the same way.
		expect(await control.history(before)).toMatchObject([{ type: 'run_started', connectionId }]);
		await control.advance(120);
		const ended = (await control.history(before)).filter(({ type }) => type === 'run_ended');
		expect(ended.map(({ details }) => details)).toEqual([
			expect.objectContaining({ resultId, outcome: 'fail' }),
		]);
	});

	it('ends a run that hangs', async () => {
		const { id } = await control.serverSyncJob('Corporate directory', 'Servers');
		const resultId = await control.runWith(id, { outcome: 'hang' });
		await control.advance(4 * 3_600);
		expect((await control.serverSyncJob('Corporate directory', 'Servers')).running).toEqual([
			resultId,
		]);
		await control.endRun(id, resultId, 'fail');
		const { running, results } = await control.serverSyncJob('Corporate directory', 'Servers');
		expect([running, results.at(-1)]).toMatchObject([[], { id: resultId, taskState: 'error' }]);
	});

	it('changes a result after the fact', async () => {
		const { results } = await control.serverSyncJob('Corporate directory', 'Servers');
		await control.amendResult(results.at(-1)!.id, { taskState: 'error' });
		const changed = await control.serverSyncJob('Corporate directory', 'Servers');
		expect(changed.results.at(-1)).toMatchObject({ id: results.at(-1)!.id, taskState: 'error' });
	});

	it('says which job is not there', async () => {
		await expect(control.serverSyncJob('Corporate directory', 'Gone')).rejects.toThrow(
			'The sandbox has no job Gone in Corporate directory',
		);
	});

	it('sets switches, faults, speed, and a new team', async () => {
		await control.setSwitches({ dialect: 'page' });
		await control.setFaults([{ match: {}, effect: { type: 'latency', milliseconds: 1 } }]);
		await control.setSpeed(5);
		expect(sandbox.getSwitches().dialect).toBe('page');
		expect(sandbox.getFaults()).toHaveLength(1);
		expect((await control.state()).speed).toBe(5);
		await control.reset({ dataset: 'empty' });
		expect((await control.state()).connections).toEqual([]);
	});

	it('mints tokens, reads and clears the request log, compares passwords', async () => {
		expect(await control.mintToken()).toContain('.');
		await fetch(`${sandbox.url}/v1/teams/${sandbox.team}/integrations/ad_connections`);
		expect(await control.requests()).toHaveLength(1);
		await control.clearRequests();
		expect(await control.requests()).toEqual([]);
		const [{ id }] = (await control.state()).connections;
		expect(await control.isPassword(id, 'x')).toBe(false);
	});

	it('throws what the sandbox says is wrong', async () => {
		await expect(control.planRuns('unknown', { outcome: 'fail' })).rejects.toThrow(
			/^The sandbox answered 404 to \/jobs\/unknown\/plan: .*unknown/,
		);
	});
});
