import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { AsaClient } from '../api/client';
import { wait } from '../api/wait';
import { integer } from '../api/wire';
import type { Parameters } from './parameters';
import type { JobDirectory } from './syncJob/jobDirectory';

/** What the items of one run share. */
export interface Run {
	context: IExecuteFunctions;
	parameters: Parameters;
	client: AsaClient;
	jobs: JobDirectory;
}

/** A resource locator as n8n stores it. */
interface Locator {
	mode?: string;
	value?: unknown;
}

/** One input item: its parameters, checked and in plain types, and the client to work with. */
export class Item {
	constructor(
		private readonly run: Run,
		readonly index: number,
	) {}

	get client(): AsaClient {
		return this.run.client;
	}

	/** The jobs of connections by their names, read once in a run. */
	get jobs(): JobDirectory {
		return this.run.jobs;
	}

	/** A parameter as it is. */
	parameter(name: string, fallback?: unknown): unknown {
		return this.run.parameters.read(name, this.index, fallback);
	}

	/** A text without spaces around it; empty where the parameter is. */
	text(name: string): string {
		return String(this.parameter(name, '') ?? '').trim();
	}

	/**
	 * A text that must be there.
	 *
	 * @param label the parameter's name in the interface
	 * @param longest how many characters it may have
	 * @throws NodeOperationError naming the parameter
	 */
	requiredText(name: string, label: string, longest = 255): string {
		return this.checkText(this.text(name), label, longest);
	}

	/** A text that came from inside a collection; see `requiredText`. */
	checkText(value: unknown, label: string, longest = 255): string {
		const text = String(value ?? '').trim();
		if (text === '') throw this.error(`"${label}" is empty`, `Enter a value for "${label}"`);
		if (text.length > longest) {
			throw this.error(
				`"${label}" has ${text.length} characters`,
				`Enter at most ${longest} characters for "${label}"`,
			);
		}
		return text;
	}

	/** A whole number, also from its digits as an expression gives them; undefined where it isn't one. */
	integer(value: unknown): number | undefined {
		return integer(value) ?? undefined;
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
		throw this.error(`"${label}" is not a number from 0`, `Enter 0 or more for "${label}"`);
	}

	/**
	 * A yes or no that changes something: a value that is neither isn't taken for no.
	 *
	 * @param label the parameter's name in the interface
	 * @throws NodeOperationError naming the parameter
	 */
	checkFlag(value: unknown, label: string): boolean {
		const text = String(value).trim().toLowerCase();
		if (text === 'true' || text === 'false') return text === 'true';
		throw this.error(
			`"${label}" is neither true nor false`,
			`Switch "${label}" on or off, or let its expression give true or false`,
		);
	}

	/**
	 * Whether an option under Options is on; one that wasn't added is off.
	 *
	 * @throws NodeOperationError where its expression gives neither true nor false
	 */
	option({ name, displayName }: INodeProperties): boolean {
		return this.checkFlag(this.collection('options')[name] ?? false, displayName);
	}

	/** A switch that only says what to show or to wait for: what isn't true is false. */
	flag(name: string, fallback: boolean): boolean {
		return String(this.parameter(name, fallback)).trim().toLowerCase() === 'true';
	}

	/** A collection's fields; those that the user didn't add are absent. */
	collection(name: string): IDataObject {
		return (this.parameter(name, {}) ?? {}) as IDataObject;
	}

	/**
	 * What a resource locator points to.
	 *
	 * @throws NodeOperationError where nothing is chosen
	 */
	locator(name: string, label: string): { mode: string; value: string } {
		return this.readLocator(this.parameter(name, {}), label);
	}

	/** A resource locator that came from inside a collection; see `locator`. */
	readLocator(stored: unknown, label: string): { mode: string; value: string } {
		const { mode = 'id', value } = (
			typeof stored === 'object' && stored !== null ? stored : { value: stored }
		) as Locator;
		return { mode, value: this.checkText(value, label, 1_000) };
	}

	/**
	 * Waits.
	 *
	 * @throws NodeOperationError where the execution is cancelled meanwhile
	 */
	async pause(milliseconds: number): Promise<void> {
		if (await wait(milliseconds, this.run.context.getExecutionCancelSignal())) return;
		throw this.error('The execution was cancelled', 'What was started in ASA goes on there');
	}

	/** The values of the second credential, `oktaAsaServiceAccountApi`. */
	async serviceAccount(): Promise<{ username: string; password: string }> {
		const { username, password } = await this.run.context.getCredentials<{
			username: string;
			password: string;
		}>('oktaAsaServiceAccountApi', this.index);
		return { username, password };
	}

	/** Says something in n8n's log. */
	warn(message: string): void {
		this.run.context.logger.warn(message);
	}

	/** An error about this item's input: what is wrong, and what to enter. */
	error(message: string, description: string): NodeOperationError {
		return new NodeOperationError(this.run.context.getNode(), message, {
			description,
			itemIndex: this.index,
		});
	}
}
