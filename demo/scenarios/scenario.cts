import type { Inbox } from '../services/inbox.cts';
import type { N8nApi } from '../n8n/api.cts';
import type { CredentialImport, WorkflowImport } from '../n8n/instance.cts';
import type { Sandbox } from '../sandboxProcess.cts';

/** What a scenario plays on. */
export interface Stage {
	api: N8nApi;
	sandbox: Sandbox;
	inbox: Inbox;
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
	imports(services: { sandbox: Sandbox; inboxUrl: string }): {
		credentials: CredentialImport[];
		workflows: WorkflowImport[];
	};
	/** Plays to the end: fulfilled when everything that was to be shown has happened. */
	play(stage: Stage): Promise<void>;
	/** Lines on what can be tried while the demo stays open. */
	afterwards(sandbox: Sandbox): Promise<string[]>;
}
