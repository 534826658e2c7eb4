import { readExample } from '../../../support/examples/readyExample.cts';
import { stickyNote, type WorkflowNode } from '../../../support/n8n/workflow.cts';

/** A line from an output of one node to the next. */
export interface Link {
	from: string;
	output: number;
	/** `main`, or for what an AI agent uses e.g. `ai_tool`. */
	kind: string;
	to: string;
}

/** A workflow, taken apart. */
export interface Example {
	name: string;
	notes: WorkflowNode[];
	/** All nodes but the notes. */
	nodes: WorkflowNode[];
	links: Link[];
}

type Connections = Record<string, Record<string, ({ node: string }[] | null)[]>>;

/** An example of `examples/`, as it is checked in. */
export function exampleOf(file: string): Example {
	const { name, nodes, connections } = readExample(file);
	return {
		name,
		notes: nodes.filter(isNote),
		nodes: nodes.filter((node) => !isNote(node)),
		links: linksOf(connections as Connections),
	};
}

function isNote({ type }: WorkflowNode): boolean {
	return type === stickyNote;
}

function linksOf(connections: Connections): Link[] {
	return Object.entries(connections).flatMap(([from, kinds]) =>
		Object.entries(kinds).flatMap(([kind, outputs]) =>
			outputs.flatMap((targets, output) =>
				(targets ?? []).map(({ node }) => ({ from, output, kind, to: node })),
			),
		),
	);
}

/** @throws Error when the example has no node of that name */
export function nodeOf({ name, nodes }: Example, wanted: string): WorkflowNode {
	const node = nodes.find((candidate) => candidate.name === wanted);
	if (!node) throw new Error(`"${name}" has no node "${wanted}"`);
	return node;
}

/** The numbered lines of the first note: what a user has to set after importing the example. */
export function steps({ notes }: Example): string[] {
	const content = String(notes[0]?.parameters.content);
	return content.split('\n').filter((line) => /^\d\. /.test(line));
}
