import { alert } from '../../../demo/scenarios/alert.cts';
import type { ScenarioContext } from '../../../demo/scenarios/scenario.cts';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.cts';
import { SandboxControl } from '../../../support/sandbox/sandboxControl.cts';
import { Inbox } from '../../../support/services/inbox.cts';
import { Mattermost } from '../../../support/services/mattermost.cts';
import { pollUntil } from '../../../support/system/wait.cts';

const hourSeconds = 3_600;

let sandbox: Sandbox;
const inbox = new Inbox();
const mattermost = new Mattermost();

beforeEach(async () => {
	sandbox = await startSandbox({ dataset: 'demo' });
});

afterEach(() => sandbox.close());

const said: string[] = [];

/** The scenario without n8n; `said` collects its lines. */
function start(signal: AbortSignal): Promise<void> {
	const context = {
		api: { activate: async () => undefined },
		sandbox: new SandboxControl(sandbox.url),
		...{ inbox, mattermost, signal, say: (line: string) => said.push(line) },
	};
	return alert.run(context as unknown as ScenarioContext);
}

async function untilSaid(text: string, signal: AbortSignal): Promise<void> {
	await pollUntil(async () => said.some((line) => line.includes(text)) || undefined, 5, signal);
}

function sendToChat(message: string): void {
	inbox.messages.add({
		receivedAt: new Date(),
		path: '/hooks/directory-alerts',
		body: { text: message },
	});
}

function postToMattermost(message: string): void {
	const { id: channel_id } = mattermost.channel;
	mattermost.posts.add({ ...{ id: 'post', channel_id, root_id: '', message }, create_at: 0 });
}

/** The outcomes of the job's last runs, the oldest first. */
function outcomes(count: number): string[] {
	const { results } = sandbox.getState().connections[0].serverSyncJobs[0];
	return results.slice(-count).map(({ taskState }) => String(taskState));
}

it('the sync fails, hour after hour, until both chats have the alert, and then succeeds', async () => {
	const signal = AbortSignal.timeout(10_000);
	const running = start(signal);
	await untilSaid('runs and fails', signal);
	sandbox.advance(2 * hourSeconds);
	sendToChat('🚨 "Servers" failed');
	sandbox.advance(2 * hourSeconds);
	expect(outcomes(4)).toEqual(['error', 'error', 'error', 'error']);
	postToMattermost('🚨 "Servers" failed');
	await untilSaid('runs again and succeeds', signal);
	sandbox.advance(3 * hourSeconds);
	expect(outcomes(3)).toEqual(['done', 'done', 'done']);
	sendToChat('✅ "Servers" has recovered');
	postToMattermost('✅ "Servers" has recovered');
	await running;
});
