import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type NodeApiError,
} from 'n8n-workflow';
import type { AsaClient } from '../asa/client';
import { asNodeError } from '../asa/http/errors';
import { credentialType } from '../asa/auth/target';
import { InvalidInput, parseFlag, parseText } from '../asa/model/field';
import { isUuid } from '../util/text';
import type { RunCache } from './runCache';

/** What the items of one run share. */
export interface Run {
	context: IExecuteFunctions;
	parameters: Parameters;
	client: AsaClient;
	cache: RunCache;
}

/** What a resource locator points to. */
export interface Locator {
	/** `list`, `name` or `id`; `text` if an expression or a generator gave a plain text, which may be either. */
	mode: string;
	value: string;
}

/** What a resource locator holds, which an expression or a generator may give as a plain text. */
export function locatorParts(stored: unknown): { mode: string; value?: unknown } {
	if (typeof stored !== 'object' || stored === null) return { mode: 'text', value: stored };
	return { mode: 'text', ...stored };
}

/** Longest ID or name in a resource locator. */
const maxLocatorLength = 1_000;

/** One input item: its parameters, checked and in plain types, and the client to work with. */
export class Item {
	private readonly possibleNames = new Set<string>();

	constructor(
		private readonly run: Run,
		readonly index: number,
	) {}

	get client(): AsaClient {
		return this.run.client;
	}

	/** What was read in this run and holds for all its items. */
	get cache(): RunCache {
		return this.run.cache;
	}

	/** A parameter as it is. */
	parameter(name: string, fallback?: unknown): unknown {
		return this.run.parameters.read(name, this.index, fallback);
	}

	/** A text without spaces around it; empty if the parameter is. */
	text(name: string): string {
		return String(this.parameter(name, '') ?? '').trim();
	}

	/** A collection's fields; those that the user didn't add are absent. */
	collection(name: string): IDataObject {
		return (this.parameter(name, {}) ?? {}) as IDataObject;
	}

	/**
	 * Whether an option under Options is on; one that wasn't added is off.
	 *
	 * @throws NodeOperationError if its expression gives neither true nor false
	 */
	option(field: INodeProperties): boolean {
		return this.flagIn('options', field);
	}

	/**
	 * Whether a filter under Filters is on; one that wasn't added is off.
	 *
	 * @throws NodeOperationError if its expression gives neither true nor false
	 */
	filterFlag(field: INodeProperties): boolean {
		return this.flagIn('filters', field);
	}

	/** The text of a filter under Filters, without spaces around it; empty if it wasn't added. */
	filterText({ name }: INodeProperties): string {
		return String(this.collection('filters')[name] ?? '').trim();
	}

	private flagIn(collection: string, { name, displayName }: INodeProperties): boolean {
		const value = this.collection(collection)[name] ?? '';
		return value === '' ? false : this.check(() => parseFlag(value, displayName));
	}

	/**
	 * What was chosen in a dropdown, upper and lower case alike; undefined if nothing was. The interface offers its
	 * values only, an expression may give any.
	 *
	 * @throws NodeOperationError if it is none of them
	 */
	choice(value: unknown, { displayName, options = [] }: INodeProperties): string | undefined {
		const entered = String(value ?? '').trim();
		if (entered === '') return undefined;
		const values = (options as INodePropertyOptions[]).map((option) => String(option.value));
		const match = values.find((one) => one.toLowerCase() === entered.toLowerCase());
		if (match !== undefined) return match;
		throw this.error(
			`'${displayName}' has the invalid value "${entered}"`,
			`Choose '${displayName}' from its list; an expression can return ${values.join(', ')}`,
		);
	}

	/**
	 * Whether a switch is on; one that is missing or empty has its default.
	 *
	 * @throws NodeOperationError if its expression gives neither true nor false
	 */
	flag({ name, displayName, default: fallback }: INodeProperties): boolean {
		const value = this.parameter(name, fallback) ?? '';
		return value === '' ? fallback === true : this.check(() => parseFlag(value, displayName));
	}

	/**
	 * A number from 0.
	 *
	 * @param label the parameter's name in the interface
	 * @throws NodeOperationError naming the parameter
	 */
	number(name: string, label: string, fallback: number): number {
		const value = this.parameter(name, fallback);
		const number = value === '' || value === null ? NaN : Number(value);
		if (Number.isFinite(number) && number >= 0) return number;
		throw this.error(
			`'${label}' must be 0 or greater`,
			`Enter 0 or a greater number for '${label}'`,
		);
	}

	/**
	 * What a resource locator points to, and how it was chosen.
	 *
	 * @throws NodeOperationError if nothing is chosen
	 */
	locator({ name, displayName }: INodeProperties): Locator {
		const { mode, value } = locatorParts(this.parameter(name, {}));
		return { mode, value: this.check(() => parseText(value, displayName, maxLocatorLength)) };
	}

	/** Notes that an ID was entered as a text that may be a name: anything but a UUID, By ID or From List. */
	notePossibleName({ mode, value }: Locator): void {
		const text = value.trim();
		if (!['id', 'list'].includes(mode) && !isUuid(text)) this.possibleNames.add(text);
	}

	/** Whether what was entered as an ID may be a name, so that it has to be looked for. */
	mayBeName(id: unknown): id is string {
		return typeof id === 'string' && this.possibleNames.has(id);
	}

	/**
	 * Checks an input by the rules of a field.
	 *
	 * @throws NodeOperationError that says what is wrong and what to enter
	 */
	check<Value>(parse: () => Value): Value {
		try {
			return parse();
		} catch (error) {
			if (error instanceof InvalidInput) throw this.error(error.message, error.description ?? '');
			throw asNodeError(error);
		}
	}

	/** The fields of the credential, as far as n8n hands them over. */
	async credential(): Promise<ICredentialDataDecryptedObject> {
		return await this.run.context.getCredentials(credentialType, this.index);
	}

	/** Shows a note beside the node's output. */
	hint(message: string): void {
		this.run.context.addExecutionHints({ message, location: 'outputPane' });
	}

	/** Says something in n8n's log. */
	warn(message: string): void {
		this.run.context.logger.warn(message);
	}

	/** An error about this item: what is wrong, and what to do now. */
	error(message: string, description: string): NodeOperationError {
		const node = this.run.context.getNode();
		return new NodeOperationError(node, message, { description, itemIndex: this.index });
	}

	/**
	 * The error of a request after a write that went through: it has to tell of the write, which can't be taken back.
	 *
	 * @param cause what the request failed with; what it says of waiting holds
	 */
	partialWriteError(
		cause: NodeApiError | NodeOperationError,
		message: string,
		description: string,
	): NodeOperationError {
		const error = this.error(message, description);
		error.failure = cause.failure;
		return error;
	}
}

/**
 * The node's parameters, as each item sets them. What holds no expression is read once in a run
 * (docs/decisions.md, "Reading parameters").
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
	 * @param name of a field in a collection with the collection's before it, as in `options.timeout`
	 * @param fallback the value of one that the workflow doesn't hold
	 */
	read(name: string, itemIndex: number, fallback: unknown): unknown {
		if (this.same.has(name)) return this.same.get(name);
		const value: unknown = this.context.getNodeParameter(name, itemIndex, fallback);
		if (!holdsExpression(this.stored[name.split('.')[0]])) this.same.set(name, value);
		return value;
	}
}

/** n8n stores an expression as a text that begins with an equals sign. */
function holdsExpression(stored: unknown): boolean {
	if (typeof stored === 'string') return stored.startsWith('=');
	if (typeof stored !== 'object' || stored === null) return false;
	return Object.values(stored).some(holdsExpression);
}
