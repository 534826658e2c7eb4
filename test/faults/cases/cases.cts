import { createRandom, type Random } from '../../../sandbox/random.cts';
import { pollEngines } from '../../engine/harness/poller.cts';
import { faults, type Fault } from '../faults/kinds.cts';
import type { Dialect, SignIn, Strike } from '../rig/faultRig.cts';
import type { OperationCase, OperationEvidence } from '../runs/operationRun.cts';
import type { Operation } from './operations.cts';
import type { TriggerCase } from '../runs/triggerRun.cts';

/** A case with the name under which it can be run again by itself. */
export interface Named<Case> {
	id: string;
	case: Case;
}

/** An operation with nothing wrong, to know how it should go. */
export type Reference = Omit<OperationCase, 'strikes'>;

const dialects: Dialect[] = ['client', 'page'];

const signIns: SignIn[] = ['with a session', 'without a session', 'with a pasted token'];

/** Numbers of the endpoints that answer lists. */
const listEndpoints: unknown[] = [1, 6, 13, 16, 24];

export function referencesOf(operations: readonly Operation[]): Array<Named<Reference>> {
	return operations.flatMap((operation) =>
		dialects.flatMap((dialect) =>
			signIns.map((signIn) => {
				const reference = { operation, dialect, signIn };
				return { id: referenceId(reference), case: reference };
			}),
		),
	);
}

export function referenceId({ operation, dialect, signIn }: Reference): string {
	return `${dialect}, ${signIn}: ${operation.title}`;
}

function strikeText({ fault, at, lasts }: Strike): string {
	return `${fault.name}, ${lasts ? 'from' : 'at'} request ${at}`;
}

/**
 * Every fault at every request of an operation, once and from there on. Signing in is the same for every
 * operation: where it has requests of its own, these alone are struck.
 */
export function operationCases(
	reference: Reference,
	evidence: OperationEvidence,
	ownRequests: number,
): Array<Named<OperationCase>> {
	const { logged } = evidence;
	const struck = reference.signIn === 'with a session' ? logged : logged.slice(0, -ownRequests);
	return struck.flatMap(({ endpoint, method }, at) =>
		faults
			.filter(({ isOfLists }) => !isOfLists || listEndpoints.includes(endpoint))
			.filter(({ isOfBodies }) => !isOfBodies || method !== 'GET')
			.filter(({ isSlow }) => !isSlow || reference.signIn === 'with a session')
			.flatMap((fault) =>
				waysOf(fault, at).map((lasts) => {
					const strike = { fault, at, lasts };
					const id = `${referenceId(reference)}: ${strikeText(strike)}`;
					return { id, case: { ...reference, strikes: [strike] } };
				}),
			),
	);
}

/** Whether a fault is tried once and from a request on; a team that is odd is so from the first on. */
function waysOf({ switches }: Fault, at: number): boolean[] {
	if (!switches) return [false, true];
	return at === 0 ? [true] : [];
}

/** Which requests of a poll are struck: up to the lists of jobs of both connections, and one for results. */
const struckRequests = [0, 1, 2, 3, 4, 5, 9];

/** The one request of a poll that has a body. */
const mints = [0];

/** Every fault at these requests of a poll, once and from there on, at the activation already and only after it. */
export function triggerCases(seed: number): Array<Named<TriggerCase>> {
	return pollEngines.flatMap((engine) =>
		dialects.flatMap((dialect) =>
			[false, true].flatMap((fromActivation) =>
				faults
					.filter(({ isOfBodies }) => !isOfBodies || fromActivation)
					.flatMap((fault) =>
						(fault.isOfBodies ? mints : struckRequests).flatMap((at) =>
							waysOf(fault, at).flatMap((lasts) =>
								// What strikes once is rarely told of.
								(lasts ? [true, false] : [true]).map((tellsTrouble) => {
									const strike = { fault, at, lasts };
									const since = fromActivation ? ' from its activation on' : '';
									const untold = tellsTrouble ? '' : ' that tells no trouble';
									const way = `${dialect}, ${engine}: trigger${untold}${since}`;
									const how = { engine, dialect, fromActivation, tellsTrouble, overlaps: false };
									return {
										id: `${way}: ${strikeText(strike)}`,
										case: { ...how, strikes: [strike], seed, polls: 4 },
									};
								}),
							),
						),
					),
			),
		),
	);
}

/** One case out of each group, by the dice: of what is alike a short campaign tries one. */
export function sample<Case>(
	cases: ReadonlyArray<Named<Case>>,
	seed: number,
	groupOf: (named: Named<Case>) => string,
): Array<Named<Case>> {
	const groups = new Map<string, Array<Named<Case>>>();
	for (const named of cases) {
		const group = groupOf(named);
		groups.set(group, [...(groups.get(group) ?? []), named]);
	}
	const random = createRandom(seed);
	return [...groups.values()].map((group) => pick(random, group));
}

/** The same cases in an order by the dice: slow ones, which stand side by side, then don't run at the same time. */
export function shuffled<Case>(
	cases: ReadonlyArray<Named<Case>>,
	seed: number,
): Array<Named<Case>> {
	const random = createRandom(seed);
	const keyed = cases.map((named) => ({ named, key: random.fraction() }));
	return keyed.sort((a, b) => a.key - b.key).map(({ named }) => named);
}

/** An operation or a trigger under several faults at once, by the dice of its number. */
export function mixedCase(
	number: number,
	seed: number,
	operations: readonly Operation[],
): Named<OperationCase | TriggerCase> {
	const random = createRandom(seed * 1_000_003 + number);
	const dialect = pick(random, dialects);
	const id = `mix ${number} of seed ${seed}`;
	const strikes = mixedStrikes(random);
	if (number % 4 === 0) {
		const engine = pick(random, pollEngines);
		const polls = random.integer(3, 8);
		const overlaps = engine === 'classic' && random.fraction() < 0.3;
		const fromActivation = random.fraction() < 0.3;
		const tellsTrouble = random.fraction() < 0.7;
		const how = { engine, dialect, overlaps, fromActivation, tellsTrouble };
		return { id, case: { ...how, strikes, polls, seed: random.integer(1, 1e6) } };
	}
	const operation = pick(random, operations);
	const signIn = pick(random, signIns);
	return { id, case: { operation, dialect, signIn, strikes } };
}

/** Two to four faults; of those before the sandbox, one at most. */
function mixedStrikes(random: Random): Strike[] {
	const isBefore = ({ act, passerby }: Fault) => act !== undefined || passerby !== undefined;
	const mayMix = faults.filter(({ isSlow }) => !isSlow);
	const count = random.integer(2, 4);
	const inSandbox = mayMix.filter((fault) => !isBefore(fault));
	const chosen = Array.from({ length: count }, () => pick(random, inSandbox));
	if (random.fraction() < 0.4) chosen[0] = pick(random, mayMix.filter(isBefore));
	return chosen.map((fault) => ({
		fault,
		at: random.integer(0, 3),
		lasts: random.fraction() < 0.5,
		probability: pick(random, [1, 0.5, 0.2]),
		seed: random.integer(1, 1e6),
	}));
}

function pick<Entry>(random: Random, entries: readonly Entry[]): Entry {
	return entries[random.integer(0, entries.length - 1)];
}
