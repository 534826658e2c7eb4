import type { OperationEvidence } from '../../runs/operationRun.cts';
import { wrongWaits } from '../waits.cts';
import { notDeleted, wrongEffects } from './effects.cts';
import { wrongOutputs } from './outputs.cts';
import { lostFields, lostResponses, repeatedWrites } from './writes.cts';

/** What a run did wrong, in words; empty if nothing. */
export interface OperationFindings {
	wrongAnswers: string[];
	lostOrDoubledWrites: string[];
}

/**
 * Compares a run with what the team really holds, what really happened in it, and what was really sent.
 *
 * @param reference the same run without faults
 */
export function checkOperation(
	evidence: OperationEvidence,
	reference: OperationEvidence,
): OperationFindings {
	return {
		wrongAnswers: [
			...wrongOutputs(evidence, reference),
			...crashes(evidence),
			...wrongWaits(evidence),
		],
		lostOrDoubledWrites: [
			...wrongEffects(evidence, reference),
			...notDeleted(evidence, reference),
			...lostFields(evidence.states),
			...lostResponses(evidence),
			...repeatedWrites(evidence.sent),
		],
	};
}

/** An error about the node's own code was not anticipated by it. */
const crash =
	/cannot read prop|is not a function|is not iterable|undefined is not|cannot convert|unexpected token/i;

function crashes({ outcomes }: OperationEvidence): string[] {
	return outcomes.flatMap(({ failure }) =>
		failure && crash.test(failure) ? [`crash: ${failure}`] : [],
	);
}
