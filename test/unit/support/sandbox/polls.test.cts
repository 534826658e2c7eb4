import { type Sandbox, startSandbox } from '../../../../sandbox/sandbox.cts';
import { untilPolls } from '../../../../support/sandbox/polls.cts';
import { SandboxControl } from '../../../../support/sandbox/sandboxControl.cts';

describe('untilPolls', () => {
	let sandbox: Sandbox;
	let control: SandboxControl;

	beforeEach(async () => {
		sandbox = await startSandbox({ dataset: 'demo' });
		control = new SandboxControl(sandbox.url);
	});

	afterEach(() => sandbox.close());

	const list = async (query = '') => {
		const token = await control.mintToken();
		const url = `${sandbox.url}/v1/teams/${sandbox.team}/integrations/ad_connections${query}`;
		await fetch(url, { headers: { authorization: `Bearer ${token}` } });
	};

	it('waits for polls that begin after now, failed ones too, and answers when the last one began', async () => {
		await list();
		let isOver = false;
		const waiting = untilPolls(control, 2, AbortSignal.timeout(5_000)).then((at) => {
			isOver = true;
			return at;
		});
		await new Promise((resolve) => setTimeout(resolve, 300));
		await control.setFaults([{ effect: { type: 'status', status: 503 } }]);
		await list();
		await list('?count=1');
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(isOver).toBe(false);
		await control.advance(60);
		await list();
		expect(await waiting).toBe(Date.parse((await control.requests()).at(-1)!.at));
	});
});
