import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nTestBed } from '../../../support/n8n/testBed.cts';
import type { CredentialImport, WorkflowImport } from '../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { Inbox } from '../../../support/services/inbox.cts';
import { Jira } from '../../../support/services/jira/jira.cts';
import { Mailbox } from '../../../support/services/mailbox.cts';
import { Mattermost } from '../../../support/services/mattermost.cts';
import { ChatModel } from './services/chatModel.cts';
import { Internet } from './services/internet.cts';
import { PagerDuty } from './services/pagerDuty.cts';
import { ServiceNow } from './services/serviceNow.cts';
import { Slack } from './services/slack.cts';
import { Teams } from './services/teams.cts';

export interface ExamplesEnvironmentSettings {
	n8nVersion: string;
	/** A folder for screenshots. Absent: none are taken. */
	screenshots?: string;
	signal: AbortSignal;
	/** What n8n is to hold, once all services are open. */
	workflows: (environment: ExamplesEnvironment) => Promise<WorkflowImport[]>;
}

/** n8n with workflows, and stand-ins of the services that they use. */
export interface ExamplesEnvironment {
	testBed: N8nTestBed;
	/** The password of the status page. */
	basicAuth: CredentialImport;
	/** Takes the pings of the watchdog. */
	inbox: Inbox;
	jira: Jira;
	mailbox: Mailbox;
	mattermost: Mattermost;
	model: ChatModel;
	pagerDuty: PagerDuty;
	serviceNow: ServiceNow;
	slack: Slack;
	teams: Teams;
	/** The only folder that n8n may write files to. */
	filesFolder: string;
	/** A folder for screenshots. Absent: none are taken. */
	screenshots?: string;
}

/** Nothing is started yet; `testBed.close` stops everything. */
export async function createExamplesEnvironment(
	settings: ExamplesEnvironmentSettings,
): Promise<ExamplesEnvironment> {
	const { n8nVersion, screenshots, signal, workflows } = settings;
	const basicAuth = basicAuthCredential();
	const testBed = await N8nTestBed.create({
		...{ name: 'examples', n8nVersion, signal },
		variables: () => ({ ...internet.variables, N8N_RESTRICT_FILE_ACCESS_TO: filesFolder }),
		imports: async () => ({
			credentials: [
				credentialFor(testBed.sandbox),
				basicAuth,
				...Object.values(services).map(({ credential }) => credential),
			],
			workflows: await workflows(environment()),
		}),
	});
	const filesFolder = join(testBed.folder, 'files');
	await mkdir(filesFolder);
	const inbox = testBed.use(new Inbox());
	const services = {
		jira: testBed.use(new Jira()),
		mailbox: testBed.use(new Mailbox()),
		mattermost: testBed.use(new Mattermost()),
		model: testBed.use(new ChatModel()),
		pagerDuty: testBed.use(new PagerDuty()),
		serviceNow: testBed.use(new ServiceNow()),
		slack: testBed.use(new Slack()),
		teams: testBed.use(new Teams()),
	};
	const { pagerDuty, serviceNow, slack, teams } = services;
	const internet = testBed.use(
		new Internet({
			'events.pagerduty.com': () => pagerDuty.url,
			'graph.microsoft.com': () => teams.url,
			'slack.com': () => slack.url,
			[serviceNow.host]: () => serviceNow.url,
		}),
	);
	const environment = () => ({
		...{ testBed, basicAuth, filesFolder, inbox, screenshots },
		...services,
	});
	return environment();
}

function basicAuthCredential(): CredentialImport {
	const data = { user: 'team', password: randomBytes(12).toString('base64url') };
	return { id: 'basicAuth', name: 'Status page', type: 'httpBasicAuth', data };
}
