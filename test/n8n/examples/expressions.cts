import ts from 'typescript';
import type { WorkflowNode } from '../../../support/n8n/workflow.cts';
import type { Example } from './example.cts';
import { inputType, namedOutput, outputType } from './fields.cts';

const OPTIONS: ts.CompilerOptions = {
	strict: true,
	noEmit: true,
	target: ts.ScriptTarget.ES2022,
	lib: ['lib.es2022.d.ts'],
	types: [],
};

/**
 * What is wrong with the expressions of a workflow. TypeScript compiles each of them against the fields
 * that the node before, or the node that it names, puts out: a field or a node that isn't there is found
 * wherever it stands in the expression.
 *
 * @returns a line each, that begins with the node's name
 */
export function expressionProblems(example: Example): string[] {
	const sources = example.nodes.map((node, index) => ({
		fileName: `/node${index}.ts`,
		node,
		text: sourceOf(example, node),
	}));
	const program = compile(new Map(sources.map(({ fileName, text }) => [fileName, text])));
	return sources.flatMap(({ fileName, node }) => {
		const file = program.getSourceFile(fileName);
		return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
			.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
			.map((message) => `${node.name}: ${message}`);
	});
}

/** The code between `{{` and `}}` in all parameters of a node. */
export function expressionsOf(node: Pick<WorkflowNode, 'parameters'>): string[] {
	return textsIn(node.parameters)
		.filter((text) => text.startsWith('='))
		.flatMap((text) => [...text.matchAll(/\{\{([^]*?)\}\}/g)].map(([, code]) => code.trim()));
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value ? Object.values(value).flatMap(textsIn) : [];
}

/** A module of its own, in which n8n's names mean what they mean in this node. */
function sourceOf(example: Example, node: WorkflowNode): string {
	const named = example.nodes.map((other) => {
		const type = outputType(example, namedOutput(other));
		return `declare function $(name: ${JSON.stringify(other.name)}): Items<${type}>;`;
	});
	return [
		'export {};',
		'interface Items<T> { item: { json: T }; all(): { json: T }[]; first(): { json: T } }',
		`declare const $json: ${inputType(example, node.name)};`,
		'declare const $input: Items<typeof $json>;',
		'declare const $now: { toFormat(format: string): string };',
		'declare const DateTime: { fromISO(text: string): { toRelative(): string } };',
		'declare const $execution: { id: string };',
		"declare function $fromAI(key: string, description: string, type: 'string' | 'number'): string;",
		...named,
		...expressionsOf(node).map((code) => `(${code});`),
	].join('\n');
}

function compile(sources: Map<string, string>): ts.Program {
	const host = ts.createCompilerHost(OPTIONS);
	const fromDisk = host.getSourceFile.bind(host);
	host.getSourceFile = (fileName, languageVersion) => {
		const text = sources.get(fileName);
		return text === undefined
			? fromDisk(fileName, languageVersion)
			: ts.createSourceFile(fileName, text, languageVersion);
	};
	return ts.createProgram([...sources.keys()], OPTIONS, host);
}
