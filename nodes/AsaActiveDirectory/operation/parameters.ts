import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

/**
 * The node's parameters, as each item sets them. n8n looks through all properties of the node whenever one is
 * read, which is a fifth of a request's CPU time [measured]: what holds no expression is read once in a run.
 */
export class Parameters {
	private readonly stored: INodeParameters;

	private readonly same = new Map<string, unknown>();

	constructor(private readonly context: IExecuteFunctions) {
		this.stored = context.getNode().parameters;
	}

	/**
	 * A parameter's value.
	 *
	 * @param fallback the value of one that the workflow doesn't hold
	 */
	read(name: string, itemIndex: number, fallback: unknown): unknown {
		if (this.same.has(name)) return this.same.get(name);
		const value: unknown = this.context.getNodeParameter(name, itemIndex, fallback);
		if (!holdsExpression(this.stored[name])) this.same.set(name, value);
		return value;
	}
}

/** n8n stores an expression as a text that begins with an equals sign. */
function holdsExpression(stored: unknown): boolean {
	if (typeof stored === 'string') return stored.startsWith('=');
	if (typeof stored !== 'object' || stored === null) return false;
	return Object.values(stored).some(holdsExpression);
}
