/** A failure whose message is written for the person at the terminal: it is shown without a stack. */
export class Trouble extends Error {
	override name = 'Trouble';
}
