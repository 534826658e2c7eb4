import type { N8nApi } from '../../support/n8n/n8nApi.cts';
import type { CredentialImport, WorkflowImport } from '../../support/n8n/n8nProcess.cts';
import type { Sandbox } from '../../support/sandbox/sandboxProcess.cts';
import type { Inbox } from '../../support/services/inbox.cts';
import type { Jira } from '../../support/services/jira/jira.cts';
import type { Mattermost } from '../../support/services/mattermost.cts';

/** What n8n talks to: the simulated ASA team, and the stand-ins of what its alerts go to. */
export interface Services {
	sandbox: Sandbox;
	inbox: Inbox;
	jira: Jira;
	mattermost: Mattermost;
}

/** What a scenario plays on. */
export interface Stage extends Services {
	api: N8nApi;
	/** Prints a line. */
	say: (line: string) => void;
	/** Aborted when the demo is interrupted, and when the scenario's time is up. */
	signal: AbortSignal;
}

/** A story that the demo can play: one file a scenario, listed in `index.cts`. */
export interface Scenario {
	/** One line for `--help`. */
	summary: string;
	/** What n8n has to hold before it starts. */
	imports(services: Services): {
		credentials: CredentialImport[];
		workflows: WorkflowImport[];
	};
	/** Plays to the end: fulfilled when everything that was to be shown has happened. */
	play(stage: Stage): Promise<void>;
	/** Lines on what can be tried while the demo stays open. */
	afterwards(services: Services): Promise<string[]>;
}
