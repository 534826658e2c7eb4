import { mutant, type Mutant } from './mutant.cts';

/** Of a poll: what it reads, outputs and keeps. */
export const POLL_MUTANTS: Mutant[] = [
	mutant(
		'monitor/choices.ts',
		"text === '' ? undefined",
		"text === 'x' ? undefined",
		'an empty choice watches nothing',
	),
	mutant(
		'monitor/index.ts',
		'if (before && isOutdated(before, snapshot))',
		'if (before && !before)',
		'an older poll undoes a newer one',
	),
	mutant(
		'monitor/index.ts',
		'if (!step.before && isFinal)',
		'if (isFinal)',
		'a later poll throws, and n8n gives up on the trigger',
	),
	mutant(
		'monitor/index.ts',
		'failures.every(({ isTransient }) => !isTransient)',
		'failures.some(({ isTransient }) => !isTransient)',
		'a fault that passes keeps the workflow from being published',
	),
	mutant(
		'monitor/index.ts',
		'if (!before && checked.missing.length > 0)',
		'if (before && checked.missing.length > 0)',
		'a choice that does not exist is published',
	),
	mutant(
		'monitor/index.ts',
		'.sort((one, other) => one.atMs - other.atMs)',
		'.sort((one, other) => other.atMs - one.atMs)',
		'items come in the wrong order',
	),
	mutant(
		'monitor/snapshot/plan.ts',
		"if (!known) return mark !== '';",
		'if (!known) return false;',
		'the history of a job that is first seen is not read',
	),
	mutant(
		'monitor/state/storage.ts',
		'if (!before || !before.hostMs) return true;',
		'if (!before) return false;',
		'the baseline is not kept',
	),
	mutant(
		'monitor/state/storage.ts',
		'record(stored).version === stateVersion ?',
		'true ?',
		'a state of another version is taken for one of this',
	),
];
