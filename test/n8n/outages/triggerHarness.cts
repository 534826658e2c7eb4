import { join } from 'node:path';
import { CliError } from '../../../support/cli/errors.cts';
import { runSteps } from '../../../support/cli/progress.cts';
import type { Configuration } from '../../../support/n8n/configurations.cts';
import type { N8nApi } from '../../../support/n8n/n8nApi.cts';
import { PackageClock } from '../../../support/n8n/packageClock.cts';
import { N8nTestBed, type TestBedSettings } from '../../../support/n8n/testBed.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { isBeginning, untilPolls } from '../../../support/sandbox/polls.cts';
import type { SandboxProcess } from '../../../support/sandbox/sandboxProcess.cts';
import { Inbox, type InboxMessage } from '../../../support/services/inbox.cts';
import { pause, pollUntil } from '../../../support/system/wait.cts';
import { credentialsOf } from './credentials.cts';
import { errorPath, itemPath, reportId, reportWorkflow, watchingWorkflow } from './workflows.cts';

/** An item of the trigger; only what is used here is named. */
export interface DeliveredItem {
	event: string;
	title: string;
	incident_action: string;
	incident_key: string;
	closed_by: string | null;
	connection_name: string | null;
	job_name: string | null;
}

interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: { errorMessage: string | null }[];
}

const connectionName = 'Corporate directory';
const jobName = 'Servers';

/** Virtual. */
const runSeconds = 60;

/** After its last request a poll is over and its outcome stored. */
const storingMs = 1_500;

/** One published trigger at a time, what it delivers, and the errors that n8n reports. */
export class TriggerHarness {
	readonly inbox: Inbox;
	private workflowId: string | undefined;
	private isStopped = false;
	/** How many messages belong to earlier scenarios. */
	private seen = 0;

	private constructor(
		private readonly configuration: Configuration,
		readonly testBed: N8nTestBed,
		/** n8n's clock as the trigger reads it. */
		private readonly clock: PackageClock,
	) {
		this.inbox = testBed.use(new Inbox());
	}

	/** Nothing is started yet. */
	static async create(
		configuration: Configuration,
		settings: Pick<TestBedSettings, 'n8nVersion' | 'tarball' | 'signal'>,
	): Promise<TriggerHarness> {
		const testBed = await N8nTestBed.create({
			...{ name: 'outages', ...settings },
			variables: () => ({ ...configuration.variables, ...clock.variables }),
			imports: () => ({
				credentials: credentialsOf(testBed.sandbox),
				workflows: [reportWorkflow(harness.inbox.url)],
			}),
		});
		const clock = await PackageClock.create(join(testBed.folder, 'clock'));
		const harness = new TriggerHarness(configuration, testBed, clock);
		return harness;
	}

	/** Starts n8n with the error workflow published. */
	async start(): Promise<void> {
		await runSteps(this.testBed.steps());
		await this.api.activate(reportId);
	}

	/** Stops everything; can be called at any time. */
	async close(): Promise<void> {
		await this.testBed.close();
	}

	/** The name of its configuration. */
	get name(): string {
		return this.configuration.name;
	}

	get sandbox(): SandboxProcess {
		return this.testBed.sandbox;
	}

	private get api(): N8nApi {
		return this.testBed.api;
	}

	/** Begins a scenario: a healthy team whose clock stands still, and no messages. */
	async begin(): Promise<void> {
		await this.sandbox.setFaults([]);
		await this.sandbox.reset({ dataset: 'demo' });
		await this.sandbox.setSwitches({ roles: ['access_admin'] });
		await this.sandbox.setSpeed(0);
		this.seen = this.inbox.messages.all.length;
	}

	/** Ends a scenario: n8n runs, and nothing polls any more. Once all is to end, `close` alone is left to do. */
	async end(): Promise<void> {
		if (this.testBed.signal.aborted) return;
		if (this.isStopped) await this.startN8n();
		if (this.workflowId !== undefined) await this.api.deactivate(this.workflowId);
		this.workflowId = undefined;
	}

	/**
	 * Publishes a workflow with the trigger, in place of the one before.
	 *
	 * @param credentialId absent: the credential of the simulated team
	 * @throws CliError with the reason if n8n refuses, at once or after trying a few times
	 */
	async publish(parameters: Record<string, unknown>, credentialId?: string): Promise<void> {
		const known = credentialFor(this.sandbox);
		const credential = { ...known, id: credentialId ?? known.id };
		const workflow = watchingWorkflow(parameters, credential, this.inbox.url);
		await this.end();
		const id = await this.api.create(workflow);
		await this.api.activate(id);
		this.workflowId = id;
		const { triggers, status } = await this.untilPublished(id);
		if (status === 'failed') throw new CliError(triggers[0]?.errorMessage ?? 'no reason given');
	}

	/** @returns why n8n refuses to publish a workflow with the trigger */
	async refusalOf(parameters: Record<string, unknown>, credentialId?: string): Promise<string> {
		try {
			await this.publish(parameters, credentialId);
		} catch (error) {
			if (error instanceof CliError) return error.message;
			throw error;
		}
		throw new CliError('n8n published the workflow');
	}

	/** Stops n8n. */
	async stopN8n(): Promise<void> {
		this.isStopped = true;
		await this.testBed.n8n.stop();
	}

	/** Starts n8n again, which publishes the workflow again. */
	async startN8n(): Promise<void> {
		await this.testBed.n8n.start();
		this.isStopped = false;
		await this.testBed.n8n.untilReady(undefined, this.testBed.signal);
	}

	/**
	 * Waits until a whole poll has begun after now and ended, and n8n has stored its outcome. Without a role a
	 * poll gets no further than to the probe of its token; one that mints a token may send two such requests.
	 */
	async untilPolled(signal: AbortSignal): Promise<void> {
		await untilPolls(this.sandbox, 3, signal, isBeginning);
		await pause(storingMs, signal);
	}

	/** Runs a job of "Corporate directory" to its end. */
	async runJob(outcome: 'fail' | 'succeed'): Promise<void> {
		const { id } = await this.sandbox.serverSyncJob(connectionName, jobName);
		await this.sandbox.runWith(id, { outcome, durationSeconds: runSeconds });
		await this.advance(runSeconds + 1);
	}

	/** Lets that much time pass at once, by the clocks of the API and of n8n. */
	async advance(seconds: number): Promise<void> {
		await this.sandbox.advance(seconds);
		await this.clock.advance(seconds);
	}

	/**
	 * The items that were delivered in this scenario. With the durable scheduler two polls at the same time may
	 * both deliver (docs/guarantees.md, "Known limits"); there each item counts once.
	 */
	get items(): DeliveredItem[] {
		const delivered = this.bodiesAt(itemPath) as DeliveredItem[];
		if (!this.configuration.hasScheduler) return delivered;
		const nameOf = ({ event, incident_key }: DeliveredItem) => `${event} ${incident_key}`;
		return [...new Map(delivered.map((item) => [nameOf(item), item])).values()];
	}

	/** The messages of the executions that failed in this scenario, as the error workflow reported them. */
	get errors(): string[] {
		const reports = this.bodiesAt(errorPath) as { message: string }[];
		return reports.map(({ message }) => message);
	}

	/** Waits for as many items as that in this scenario. */
	async untilItems(count: number, signal: AbortSignal): Promise<DeliveredItem[]> {
		const all = async () => (this.items.length >= count ? this.items : undefined);
		return await pollUntil(all, 100, signal);
	}

	/** Waits for as many reports of errors as that in this scenario. */
	async untilErrors(count: number, signal: AbortSignal): Promise<string[]> {
		const all = async () => (this.errors.length >= count ? this.errors : undefined);
		return await pollUntil(all, 100, signal);
	}

	/** What has arrived in this scenario, for the message of a failure. */
	describeArrivals(): string {
		const titles = this.items.map(({ incident_action, title }) => `${incident_action}: ${title}`);
		return `items: ${titles.join(' | ') || 'none'}; errors: ${this.errors.join(' | ') || 'none'}`;
	}

	private bodiesAt(path: string): unknown[] {
		const isHere = (message: InboxMessage) => message.path === path;
		return this.inbox.messages.all
			.slice(this.seen)
			.filter(isHere)
			.map(({ body }) => body);
	}

	/** n8n 2.8 has no such status; there and in the classic engine a refusal is the answer itself. */
	private async untilPublished(id: string): Promise<PublicationStatus> {
		if (!this.testBed.install.release.hasDurableScheduler) {
			return { status: 'published', triggers: [] };
		}
		const settled = async () => {
			const path = `/rest/workflows/${id}/publication-status`;
			const status = await this.api.send<PublicationStatus>('GET', path);
			return status.status === 'in_progress' ? undefined : status;
		};
		return await pollUntil(settled, 500, this.testBed.signal);
	}
}
