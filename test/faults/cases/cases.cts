import { createRandom, type Random } from '../../../sandbox/random.cts';
import { pollEngines } from '../../engine/harness/poller.cts';
import { faults, type Fault } from '../faults/kinds.cts';
import type { Dialect, SignIn, InjectedFault } from '../rig/faultRig.cts';
import type { OperationCase, OperationEvidence } from '../runs/operationRun.cts';
import type { Operation } from './operations.cts';
import type { TriggerCase } from '../runs/triggerRun.cts';
import { pick } from './sampling.cts';

/** A case with the id by which it can be run again on its own. */
export interface Named<Case> {
	id: string;
	case: Case;
}

/** An operation without faults: the expected outcome of its cases. */
export type Reference = Omit<OperationCase, 'injectedFaults'>;

const dialects: Dialect[] = ['client', 'page'];

const signIns: SignIn[] = ['with a session', 'without a session', 'with a pasted token'];

/** Numbers of the endpoints that return lists. */
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

function injectedFaultText({ fault, at, lasts }: InjectedFault): string {
	return `${fault.name}, ${lasts ? 'from' : 'at'} request ${at}`;
}

/**
 * Every fault at every request of an operation, once and from there on. If signing in takes requests, only these are
 * affected, as they are the same for every operation.
 */
export function operationCases(
	reference: Reference,
	evidence: OperationEvidence,
	ownRequests: number,
): Array<Named<OperationCase>> {
	const { logged } = evidence;
	const targets = reference.signIn === 'with a session' ? logged : logged.slice(0, -ownRequests);
	return targets.flatMap(({ endpoint, method }, at) =>
		faults
			.filter(({ isOfLists }) => !isOfLists || listEndpoints.includes(endpoint))
			.filter(({ isOfBodies }) => !isOfBodies || method !== 'GET')
			.filter(({ isSlow }) => !isSlow || reference.signIn === 'with a session')
			.flatMap((fault) =>
				lastsOptions(fault, at).map((lasts) => {
					const injectedFault = { fault, at, lasts };
					const id = `${referenceId(reference)}: ${injectedFaultText(injectedFault)}`;
					return { id, case: { ...reference, injectedFaults: [injectedFault] } };
				}),
			),
	);
}

/** Values of `lasts` to try; a team with other switches behaves so from the first request on. */
function lastsOptions({ switches }: Fault, at: number): boolean[] {
	if (!switches) return [false, true];
	return at === 0 ? [true] : [];
}

/** Which requests of a poll are affected: up to the lists of jobs of both connections, and one for results. */
const faultPositions = [0, 1, 2, 3, 4, 5, 9];

/** The one request of a poll that has a body. */
const mintPositions = [0];

/** Every fault at these requests of a poll, once and from there on, from the activation on and only after it. */
export function triggerCases(seed: number): Array<Named<TriggerCase>> {
	return pollEngines.flatMap((engine) =>
		dialects.flatMap((dialect) =>
			[false, true].flatMap((fromActivation) =>
				faults
					.filter(({ isOfBodies }) => !isOfBodies || fromActivation)
					.flatMap((fault) =>
						(fault.isOfBodies ? mintPositions : faultPositions).flatMap((at) =>
							lastsOptions(fault, at).flatMap((lasts) =>
								// A fault that affects one request rarely causes an outage.
								(lasts ? [true, false] : [true]).map((reportsOutages) => {
									const injectedFault = { fault, at, lasts };
									const since = fromActivation ? ' from its activation on' : '';
									const outages = reportsOutages ? '' : ' that reports no outages';
									const way = `${dialect}, ${engine}: trigger${outages}${since}`;
									const how = { engine, dialect, fromActivation, reportsOutages, overlaps: false };
									return {
										id: `${way}: ${injectedFaultText(injectedFault)}`,
										case: { ...how, injectedFaults: [injectedFault], seed, polls: 4 },
									};
								}),
							),
						),
					),
			),
		),
	);
}

/** An operation or a trigger under several faults at once, chosen at random from its number and the seed. */
export function mixedCase(
	number: number,
	seed: number,
	operations: readonly Operation[],
): Named<OperationCase | TriggerCase> {
	const random = createRandom(seed * 1_000_003 + number);
	const dialect = pick(random, dialects);
	const id = `mix ${number} of seed ${seed}`;
	const injectedFaults = mixedFaults(random);
	if (number % 4 === 0) {
		const engine = pick(random, pollEngines);
		const polls = random.integer(3, 8);
		const overlaps = engine === 'classic' && random.fraction() < 0.3;
		const fromActivation = random.fraction() < 0.3;
		const reportsOutages = random.fraction() < 0.7;
		const how = { engine, dialect, overlaps, fromActivation, reportsOutages };
		return { id, case: { ...how, injectedFaults, polls, seed: random.integer(1, 1e6) } };
	}
	const operation = pick(random, operations);
	const signIn = pick(random, signIns);
	return { id, case: { operation, dialect, signIn, injectedFaults } };
}

/** The cases without some faults; a case that has no other fault is left out. */
export function withoutFaults<Case extends { injectedFaults: InjectedFault[] }>(
	cases: ReadonlyArray<Named<Case>>,
	names: readonly string[],
): Array<Named<Case>> {
	return cases.flatMap(({ id, case: one }) => {
		const injectedFaults = one.injectedFaults.filter(({ fault }) => !names.includes(fault.name));
		return injectedFaults.length > 0 ? [{ id, case: { ...one, injectedFaults } }] : [];
	});
}

/** Two to four faults, at most one of them in the proxy. */
function mixedFaults(random: Random): InjectedFault[] {
	const isInProxy = ({ act, concurrentChange }: Fault) =>
		act !== undefined || concurrentChange !== undefined;
	const mixable = faults.filter(({ isSlow }) => !isSlow);
	const count = random.integer(2, 4);
	const inSandbox = mixable.filter((fault) => !isInProxy(fault));
	const chosen = Array.from({ length: count }, () => pick(random, inSandbox));
	if (random.fraction() < 0.4) chosen[0] = pick(random, mixable.filter(isInProxy));
	return chosen.map((fault) => ({
		fault,
		at: random.integer(0, 3),
		lasts: random.fraction() < 0.5,
		probability: pick(random, [1, 0.5, 0.2]),
		seed: random.integer(1, 1e6),
	}));
}
