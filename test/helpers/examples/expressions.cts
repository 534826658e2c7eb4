import ts from 'typescript';
import type { WorkflowNode } from '../../../support/n8n/workflow.cts';
import type { Example } from './example.cts';
import { codeFileOf, codeOf, inputType, namedOutput, outputType } from './fields.cts';

const options: ts.CompilerOptions = {
	strict: true,
	// Code nodes hold JavaScript.
	allowJs: true,
	checkJs: true,
	noImplicitAny: false,
	noEmit: true,
	target: ts.ScriptTarget.ES2022,
	lib: ['lib.es2022.d.ts'],
	types: [],
};

/**
 * What is wrong with the expressions and the code of a workflow. TypeScript compiles each of them against
 * the fields that the node before, or the node that it names, puts out: a field or a node that isn't there
 * is found wherever it stands.
 *
 * @returns a line each, that begins with the node's name
 */
export function expressionProblems(example: Example): string[] {
	const nodes = example.nodes.map((node, index) => ({ node, index }));
	const sources = nodes.flatMap(({ node, index }) => [
		[contextFileOf(index), contextOf(example, node)],
		[expressionsFileOf(index), withContext(index, expressionLines(node))],
		[codeFileOf(index), withContext(index, `export function output() { ${codeOf(node)}\n }`)],
	]);
	const program = compile(new Map(sources as [string, string][]));
	return nodes.flatMap(({ node, index }) =>
		[contextFileOf(index), expressionsFileOf(index), codeFileOf(index)]
			.map((name) => program.getSourceFile(name))
			.flatMap((file) => [
				...program.getSyntacticDiagnostics(file),
				...program.getSemanticDiagnostics(file),
			])
			.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
			.map((message) => `${node.name}: ${message}`),
	);
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

function contextFileOf(index: number): string {
	return `/context${index}.ts`;
}

function expressionsFileOf(index: number): string {
	return `/expressions${index}.ts`;
}

/** What n8n's names mean in this node. */
function contextOf(example: Example, node: WorkflowNode): string {
	const named = example.nodes.map((other) => {
		const type = outputType(example, namedOutput(other));
		return `export declare function $(name: ${JSON.stringify(other.name)}): Items<${type}>;`;
	});
	return [
		'interface Items<T> { item: { json: T }; all(): { json: T }[]; first(): { json: T } }',
		'interface Time { toRelative(): string; toFormat(format: string): string; toMillis(): number; toISO(): string }',
		`export declare const $json: ${inputType(example, node.name)};`,
		'export declare const $input: Items<typeof $json>;',
		'export declare const $now: Time;',
		'export declare const DateTime: { fromISO(text: string, options?: object): Time; utc(): Time };',
		'export declare const $execution: { id: string };',
		'export declare const $workflow: { id: string };',
		"export declare function $fromAI(key: string, description: string, type: 'string' | 'number'): string;",
		"export declare function $getWorkflowStaticData(type: 'global'): Record<string, any>;",
		...named,
	].join('\n');
}

const contextNames =
	'$, $json, $input, $now, DateTime, $execution, $workflow, $fromAI, $getWorkflowStaticData';

function withContext(index: number, text: string): string {
	const module = contextFileOf(index).replace('.ts', '');
	return `import { ${contextNames} } from '${module}';\n${text}`;
}

function expressionLines(node: WorkflowNode): string {
	return expressionsOf(node)
		.map((code) => `(${code});`)
		.join('\n');
}

function compile(sources: Map<string, string>): ts.Program {
	const host = ts.createCompilerHost(options);
	const fromDisk = host.getSourceFile.bind(host);
	host.getSourceFile = (fileName, languageVersion) => {
		const text = sources.get(fileName);
		return text === undefined
			? fromDisk(fileName, languageVersion)
			: ts.createSourceFile(fileName, text, languageVersion);
	};
	const isOnDisk = host.fileExists.bind(host);
	host.fileExists = (fileName) => sources.has(fileName) || isOnDisk(fileName);
	return ts.createProgram([...sources.keys()], options, host);
}
