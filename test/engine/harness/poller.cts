import {
	commitStagedCursor,
	PollContext,
	runPollInStagingScope,
	TriggersAndPollers,
} from 'n8n-core';
import {
	createErrorExecutionData,
	type ExecutionError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { additionalData, chain, toNode, type Host, type NodeUnderTest } from './host.cts';
import {
	ClassicPollState,
	DurablePollState,
	SchedulerPollState,
	type PollSession,
	type PollState,
} from './pollState.cts';
import { runTrigger, type RunResult } from './runNode.cts';
import { storedText } from './storedExecution.cts';

/** n8n's ways to poll: `scheduler` is the durable scheduler alone, `durable` the same with durable cursors. */
export const pollEngines = ['classic', 'scheduler', 'cursors'] as const;

export type PollEngine = (typeof pollEngines)[number];

export interface PollerOptions extends NodeUnderTest {
	/** `classic` unless given. */
	engine?: PollEngine;
	/** The time of a poll at a tick of the durable scheduler, in milliseconds, if not n8n's own. */
	budgetMs?: number;
}

/** What the durable scheduler of n8n 2.41.1 answers for getPollBudgetMs at a tick. */
const durableBudgetMs = 36_000;

/** How many n8n processes there were so far. */
let processes = 0;

/** A published workflow that starts with a polling trigger, and the n8n process it lives in. */
export class Poller {
	private readonly node: INode;
	private readonly state: PollState;
	private readonly pollers = new TriggersAndPollers();
	private activation: WorkflowActivateMode = 'activate';

	/** The process. Whatever a trigger remembers by its workflow in one process, another doesn't know. */
	private process = ++processes;

	/** What polls have written to n8n's log, a line each. */
	readonly warnings: string[] = [];

	/**
	 * The errors that polls handed to `__emitError`. n8n runs the error workflow and stores an error execution for
	 * each; it stores no state by that, and the poll goes on.
	 */
	readonly errors: Error[] = [];

	constructor(
		private readonly host: Host,
		private options: PollerOptions,
	) {
		this.node = toNode(host, 'Trigger', options);
		const build = (staticData: IDataObject) =>
			chain(host, [this.node], staticData, `workflow${this.process}`);
		const states = {
			classic: ClassicPollState,
			scheduler: SchedulerPollState,
			cursors: DurablePollState,
		};
		this.state = new states[options.engine ?? 'classic'](build, this.node);
	}

	/**
	 * Publishes the workflow: polls once and answers the items this emits, or null. Throws what
	 * poll() throws; n8n then refuses to publish. The classic engine does it with `init` after each
	 * start of n8n too, the durable one doesn't.
	 */
	async activate(activation: WorkflowActivateMode = 'activate') {
		this.activation = activation;
		const items = await this.run(true);
		this.state.activated();
		return items;
	}

	/** Edits the workflow: the parameters count from the next activation on. */
	setParameters(parameters: INodeParameters): void {
		this.options = { ...this.options, parameters };
		this.node.parameters = structuredClone(parameters);
	}

	/**
	 * One tick: answers the items that start an execution, or null. Throws what poll() throws;
	 * n8n then stores a failed execution (see storedFailure). May be called while another runs.
	 */
	async poll() {
		return await this.run(false);
	}

	/** Fetch Test Event in the editor. What it does to static data isn't stored. */
	async fetchTestEvent(): Promise<RunResult> {
		const staticData = { [`node:${this.node.name}`]: this.storedState };
		return await runTrigger(this.host, this.options, staticData);
	}

	/**
	 * n8n dies and comes back with what is stored. With `beforeSave` it died when poll() had
	 * returned but nothing was stored yet. In the classic engine storing and starting the execution
	 * run side by side, so that the items of that poll may have got through or not; in the durable
	 * engine they are one transaction, so that they didn't.
	 */
	restart({ beforeSave = false } = {}): void {
		this.process = ++processes;
		this.state.restart(beforeSave);
	}

	/** Saves the workflow with other settings of the trigger; it is to be published again. */
	edit({ parameters, credentials }: Pick<NodeUnderTest, 'parameters' | 'credentials'>): void {
		const { options, host } = this;
		const changed = {
			type: options.type,
			parameters: parameters ?? options.parameters,
			credentials: credentials ?? options.credentials,
		};
		Object.assign(options, changed);
		Object.assign(this.node, toNode(host, this.node.name, options));
		this.restart();
	}

	/** Replaces the stored static data, as an import of the workflow or a person at the database does. */
	importState(data: IDataObject): void {
		this.state.replace(data);
	}

	/** The trigger's static data as it is stored now. */
	get storedState(): IDataObject {
		return this.state.stored();
	}

	/** The text that n8n stores for a poll that threw this error. */
	storedFailure(error: unknown): string {
		return storedText(createErrorExecutionData(this.node, error as ExecutionError));
	}

	/** The steps were read in n8n 2.41.1: PollTriggerExecutor and PollTriggerTaskHandler. */
	private async run(isActivation: boolean): Promise<INodeExecutionData[] | null> {
		const session = this.state.open(isActivation);
		const context = this.contextOf(session, isActivation);
		return await runPollInStagingScope(context, async () => {
			const outputs = await this.pollers.runPollFunction(session.workflow, this.node, context);
			if (outputs !== null) context.__emit(outputs);
			else if (!isActivation) await commitStagedCursor(context);
			return outputs && outputs[0];
		});
	}

	private contextOf(session: PollSession, isActivation: boolean): PollContext {
		const isDurableTick = (this.options.engine ?? 'classic') !== 'classic' && !isActivation;
		const context = new PollContext(
			session.workflow,
			this.node,
			additionalData(this.host, 'trigger'),
			'trigger',
			isDurableTick ? 'update' : this.activation,
			session.emitted,
			(error) => this.errors.push(error),
			async () => session.returnedNothing(),
			undefined,
			session.nodeData,
			isDurableTick ? () => this.options.budgetMs ?? durableBudgetMs : undefined,
		);
		const warn = (line: string) => this.warnings.push(line);
		Object.defineProperty(context, 'logger', { value: { warn } });
		return context;
	}
}
