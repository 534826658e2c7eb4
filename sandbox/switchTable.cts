import { ANSWER_SWITCHES } from './answerSwitches.cts';
import { BEHAVIOUR_SWITCHES } from './behaviourSwitches.cts';

/**
 * Everything that the contract leaves open or that a test wants to change. README.md shows this table;
 * a test compares the two.
 */
export const SWITCHES = { ...ANSWER_SWITCHES, ...BEHAVIOUR_SWITCHES };
