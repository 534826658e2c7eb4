import { isDeepStrictEqual } from 'node:util';
import type { IDataObject, INode, Workflow } from 'n8n-workflow';

/** The static data of one poll, and what n8n does with it once the poll is over. */
export interface PollSession {
	workflow: Workflow;
	nodeData: () => IDataObject;
	/** The poll returned items. */
	emitted: () => void;
	/** A poll that wasn't an activation returned null. */
	returnedNothing: () => void;
}

/** Where a poll engine keeps a trigger's static data, between polls and over a restart. */
export interface PollState {
	open: (isActivation: boolean) => PollSession;
	/** The activation went through. */
	activated: () => void;
	/** Forgets everything that isn't stored; with `beforeSave` also what the last poll stored. */
	restart: (beforeSave: boolean) => void;
	/** What is stored for the node. */
	stored: () => IDataObject;
	/** Stores something else for the node, and forgets everything that isn't stored. */
	replace: (data: IDataObject) => void;
}

type BuildWorkflow = (staticData: IDataObject) => Workflow;

/**
 * The classic engine (read in n8n 2.41.1: ActiveWorkflowManager, TriggerExecutionContextFactory,
 * WorkflowStaticDataService). One workflow object lives in memory from activation on. Its static
 * data is stored when a poll emits and after activation, if something in it was noticed to have
 * changed. A poll that returns null or throws stores nothing, and its changes stay in memory.
 */
export class ClassicPollState implements PollState {
	private text = '{}';
	private textBeforeLastPoll = '{}';
	private workflow: Workflow;

	constructor(
		private readonly build: BuildWorkflow,
		private readonly node: INode,
	) {
		this.workflow = build({});
	}

	open(isActivation: boolean): PollSession {
		this.textBeforeLastPoll = this.text;
		if (isActivation) this.load();
		const { workflow } = this;
		const save = () => this.save(workflow);
		return {
			workflow,
			nodeData: () => workflow.getStaticData('node', this.node),
			emitted: save,
			returnedNothing: () => {},
		};
	}

	activated(): void {
		this.save(this.workflow);
	}

	restart(beforeSave: boolean): void {
		if (beforeSave) this.text = this.textBeforeLastPoll;
		this.load();
	}

	stored(): IDataObject {
		const staticData = JSON.parse(this.text) as IDataObject;
		return (staticData[`node:${this.node.name}`] ?? {}) as IDataObject;
	}

	replace(data: IDataObject): void {
		this.text = JSON.stringify({ [`node:${this.node.name}`]: data });
		this.load();
	}

	private load(): void {
		this.workflow = this.build(JSON.parse(this.text) as IDataObject);
	}

	private save({ staticData }: Workflow): void {
		if (staticData.__dataChanged !== true) return;
		this.text = JSON.stringify(staticData);
		staticData.__dataChanged = false;
	}
}

/**
 * The durable scheduler without durable cursors (read in n8n 2.41.1, and measured by test:queue). As the classic
 * engine, but each tick works on a workflow as it is stored: what a poll that returns null has changed is lost.
 */
export class SchedulerPollState extends ClassicPollState {
	override open(): PollSession {
		return super.open(true);
	}
}

/**
 * Durable cursors (read in n8n 2.41.1: PollTriggerTaskHandler, TriggerExecutionContextFactory,
 * PollCursorService). Each poll works on a copy of the stored cursor. The copy is stored together
 * with the execution when the poll emits, alone when it returns null, and is dropped when it
 * throws. An activation poll that returns null stores nothing. Left out: leases, the abandoning of
 * a poll after 45 s, backing off after errors.
 */
export class DurablePollState implements PollState {
	private text = '{}';
	private textBeforeLastPoll = '{}';

	constructor(private readonly build: BuildWorkflow) {}

	open(): PollSession {
		this.textBeforeLastPoll = this.text;
		const seed = this.stored();
		const snapshot = this.stored();
		const commit = () => {
			if (!isDeepStrictEqual(snapshot, seed)) this.text = JSON.stringify(snapshot);
		};
		return {
			workflow: this.build({}),
			nodeData: () => snapshot,
			emitted: commit,
			returnedNothing: commit,
		};
	}

	activated(): void {}

	restart(beforeSave: boolean): void {
		if (beforeSave) this.text = this.textBeforeLastPoll;
	}

	stored(): IDataObject {
		return JSON.parse(this.text) as IDataObject;
	}

	replace(data: IDataObject): void {
		this.text = JSON.stringify(data);
	}
}
