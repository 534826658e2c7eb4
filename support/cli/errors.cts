/** A failure whose message is written for the person at the terminal: shown without a stack trace. */
export class CliError extends Error {
	override name = 'CliError';
}

/** The person at the terminal, or the system, has asked this process to end. */
export class Interrupted extends Error {
	override name = 'Interrupted';

	constructor(readonly exitCode: number) {
		super('Interrupted');
	}
}
