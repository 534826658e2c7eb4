import { allScenarios } from '../../../demo/scenarios/index.cts';
import type { Services } from '../../../demo/scenarios/scenario.cts';
import { stickyNote } from '../../../support/n8n/workflow.cts';
import { SandboxProcess } from '../../../support/sandbox/sandboxProcess.cts';
import { Inbox } from '../../../support/services/inbox.cts';
import { Jira } from '../../../support/services/jira/jira.cts';
import { Mattermost } from '../../../support/services/mattermost.cts';

const services: Services = {
	sandbox: new SandboxProcess(5691),
	inbox: new Inbox(),
	jira: new Jira(),
	mattermost: new Mattermost(),
};
const opened = [services.inbox, services.jira, services.mattermost];

beforeAll(async () => {
	await Promise.all(opened.map(async (service) => await service.open()));
});

afterAll(async () => {
	await Promise.all(opened.map(async (service) => await service.close()));
});

it.each(Object.keys(allScenarios))('each workflow of "%s" has a note that explains it', (name) => {
	const { workflows } = allScenarios[name]!.imports(services);
	expect(workflows).not.toHaveLength(0);
	for (const { name: title, nodes } of workflows) {
		const notes = nodes.filter(({ type }) => type === stickyNote);
		const contents = notes.map(({ parameters }) => parameters.content);
		expect(contents).toContainEqual(expect.stringContaining(`## ${title}`));
	}
});
