import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nTestBed } from '../../../support/n8n/testBed.cts';
import type { WorkflowImport } from '../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { Mailbox } from '../../../support/services/mailbox.cts';
import { ChatModel } from './services/chatModel.cts';
import { Internet } from './services/internet.cts';
import { PagerDuty } from './services/pagerDuty.cts';
import { ServiceNow } from './services/serviceNow.cts';
import { Slack } from './services/slack.cts';

export interface EnvironmentSettings {
	n8nVersion: string;
	signal: AbortSignal;
	/** What n8n is to hold, once all services are open. */
	workflows: (environment: TestEnvironment) => Promise<WorkflowImport[]>;
}

/** n8n with workflows, and stand-ins of the services that they use. */
export interface TestEnvironment {
	testBed: N8nTestBed;
	mailbox: Mailbox;
	model: ChatModel;
	pagerDuty: PagerDuty;
	serviceNow: ServiceNow;
	slack: Slack;
	/** The only folder that n8n may write files to. */
	filesFolder: string;
}

/** Nothing is started yet; `testBed.close` stops everything. */
export async function createEnvironment(settings: EnvironmentSettings): Promise<TestEnvironment> {
	const { n8nVersion, signal, workflows } = settings;
	const testBed = await N8nTestBed.create({
		...{ name: 'examples', n8nVersion, signal },
		variables: () => ({ ...internet.variables, N8N_RESTRICT_FILE_ACCESS_TO: filesFolder }),
		imports: async () => ({
			credentials: [
				credentialFor(testBed.sandbox),
				...Object.values(services).map(({ credential }) => credential),
			],
			workflows: await workflows({ testBed, filesFolder, ...services }),
		}),
	});
	const filesFolder = join(testBed.folder, 'files');
	await mkdir(filesFolder);
	const services = {
		mailbox: testBed.use(new Mailbox()),
		model: testBed.use(new ChatModel()),
		pagerDuty: testBed.use(new PagerDuty()),
		serviceNow: testBed.use(new ServiceNow()),
		slack: testBed.use(new Slack()),
	};
	const { pagerDuty, serviceNow, slack } = services;
	const internet = testBed.use(
		new Internet({
			'events.pagerduty.com': () => pagerDuty.url,
			'slack.com': () => slack.url,
			[serviceNow.host]: () => serviceNow.url,
		}),
	);
	return { testBed, filesFolder, ...services };
}
