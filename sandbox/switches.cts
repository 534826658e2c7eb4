import { z } from 'zod';
import { answerSwitches } from './answerSwitches.cts';
import { behaviourSwitches } from './behaviourSwitches.cts';
import { ControlError } from './errors.cts';

/**
 * Everything that the contract leaves open or that a test wants to change. README.md shows this table;
 * a test compares the two.
 */
export const allSwitches = { ...answerSwitches, ...behaviourSwitches };

/** Name to value. */
export type Switches = {
	[Name in keyof typeof allSwitches]: z.output<(typeof allSwitches)[Name]['schema']>;
};

/** The switches whose words can be changed one at a time. */
const wordSwitches = ['taskStateWords', 'rulesSummaryWords'] as const;
type WordSwitch = (typeof wordSwitches)[number];

export type SwitchChanges = Partial<Omit<Switches, WordSwitch>> &
	Partial<{ [Name in WordSwitch]: Partial<Switches[Name]> }>;

const names = Object.keys(allSwitches) as Array<keyof Switches>;

const changesSchema = z
	.object(Object.fromEntries(names.map((name) => [name, allSwitches[name].schema])))
	.partial()
	.strict();

/** @returns a fresh copy of the switches as they are at the start */
export function defaultSwitches(): Switches {
	const values = Object.fromEntries(names.map((name) => [name, allSwitches[name].initial]));
	return structuredClone(values) as Switches;
}

/**
 * @param switches stay as they are
 * @param changes some switches with their new values
 * @throws ControlError naming the switch that is unknown or whose value doesn't fit
 */
export function changedSwitches(switches: Switches, changes: unknown): Switches {
	const checked = changesSchema.safeParse(withAllWords(switches, changes));
	if (!checked.success) {
		throw new ControlError(`Switches: ${describeIssues(checked.error)}`);
	}
	const changed = { ...switches, ...checked.data } as Switches;
	const [shortest, longest] = changed.runDurationSeconds;
	if (shortest > longest) {
		throw new ControlError('Switches: runDurationSeconds: the shortest must come first');
	}
	return changed;
}

/** Adds the words that the changes leave out. */
function withAllWords(switches: Switches, changes: unknown): unknown {
	if (typeof changes !== 'object' || changes === null) return changes;
	const whole: Record<string, unknown> = { ...changes };
	for (const name of wordSwitches) {
		const words = whole[name];
		if (typeof words === 'object' && words !== null) whole[name] = { ...switches[name], ...words };
	}
	return whole;
}

/** One line that names each field that doesn't fit. */
export function describeIssues(error: z.ZodError): string {
	return error.issues
		.map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message))
		.join('; ');
}
