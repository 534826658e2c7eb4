import type { N8nApi } from '../../support/n8n/n8nApi.cts';
import type { TestBedImports } from '../../support/n8n/testBed.cts';
import type { SandboxProcess } from '../../support/sandbox/sandboxProcess.cts';
import type { Inbox } from '../../support/services/inbox.cts';
import type { Jira } from '../../support/services/jira/jira.cts';
import type { Mattermost } from '../../support/services/mattermost.cts';

/** What n8n talks to: the simulated ASA team, and stand-ins of the services that it alerts. */
export interface Services {
	sandbox: SandboxProcess;
	inbox: Inbox;
	jira: Jira;
	mattermost: Mattermost;
}

/** What a scenario works with. */
export interface ScenarioContext extends Services {
	api: N8nApi;
	/** Prints a line. */
	say: (line: string) => void;
	/** Aborted when the demo is interrupted, and when the scenario's time is up. */
	signal: AbortSignal;
}

/** Something that the demo can show: one file a scenario, listed in `index.cts`. */
export interface Scenario {
	/** One line for `--help`. */
	summary: string;
	/** What n8n has to hold before it starts. */
	imports(services: Services): TestBedImports;
	/** Runs to the end: fulfilled when everything that was to be shown has happened. */
	run(context: ScenarioContext): Promise<void>;
	/** Lines on what can be tried while the demo stays open. */
	afterwards(services: Services): Promise<string[]>;
}

/** Lines on how to let a job fail while the demo stays open, and what is then to be seen. */
export async function failAgainLines(
	sandbox: SandboxProcess,
	connectionName: string,
	jobName: string,
): Promise<string[]> {
	const { id } = await sandbox.serverSyncJob(connectionName, jobName);
	const job = `${sandbox.url}/sandbox/jobs/${id}`;
	return [
		`To make "${jobName}" fail for about nine minutes (its next ten runs; test runs count):`,
		`  curl -H 'content-type: application/json' -d '{"outcome":"fail","times":10}' ${job}/plan && curl -X POST ${job}/run`,
		'  That is one incident: one alert at its beginning, and the recovery after the next success. In your own workflows, poll every minute; the alert may then count two failures.',
	];
}

/** A text with every line indented. */
export function indented(text: string, spaces = 4): string {
	return text.replace(/^/gm, ' '.repeat(spaces));
}
