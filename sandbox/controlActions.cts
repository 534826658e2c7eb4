import { z } from 'zod';
import { createConnection, deleteConnection } from './connections.cts';
import { ControlError } from './errors.cts';
import { knownId } from './idForms.cts';
import { createJob, deleteJob } from './jobs.cts';
import { describeIssues } from './switches.cts';
import { endRun, type EndedOutcome } from './syncRuns.cts';
import { allJobs, type Connection, type Job, type JobDraft } from './team.cts';
import { fromRfc3339 } from './time.cts';
import type { MintedToken } from './tokens.cts';
import type { World } from './world.cts';

/** What the control does to the team beyond what the simulated API can do. */

const changesSchema = z
	.object({
		/** RFC 3339. */
		createdAt: z.string(),
		updatedAt: z.string(),
		taskState: z.string(),
		rulesSummaryStatus: z.string(),
		summary: z.unknown(),
		detailedSummary: z.unknown(),
		isTest: z.boolean(),
	})
	.partial()
	.strict();

/** New values for some fields of a result. */
export type ResultChanges = z.infer<typeof changesSchema>;

/** @returns milliseconds since 1970. @throws ControlError for text that isn't RFC 3339 */
export function timeOf(text: string): number {
	try {
		return fromRfc3339(text);
	} catch (error) {
		throw new ControlError(error instanceof Error ? error.message : String(error));
	}
}

function teamId({ switches, numericIds }: World, id: string): string {
	return String(knownId(id, switches.idForm, numericIds));
}

/** @throws ControlError 404 */
export function jobById(world: World, id: string): Job {
	const job = allJobs(world.team).find((candidate) => candidate.id === teamId(world, id));
	if (!job) throw new ControlError(`There is no job ${id}`, 404);
	return job;
}

/** @throws ControlError 404 */
export function connectionById(world: World, id: string): Connection {
	const connection = world.team.connections.get(teamId(world, id));
	if (!connection) throw new ControlError(`There is no connection ${id}`, 404);
	return connection;
}

/** @throws ControlError 404 */
export function endRunOf(
	world: World,
	jobId: string,
	outcome: EndedOutcome,
	resultId?: string,
): string {
	const job = jobById(world, jobId);
	const wanted = resultId === undefined ? undefined : teamId(world, resultId);
	const run = job.running.find(({ result }) => wanted === undefined || result.id === wanted);
	if (!run) throw new ControlError(`Job ${jobId} has no such run now`, 404);
	endRun(world, job, run, outcome);
	return run.result.id;
}

/** @throws ControlError for a result that no job holds, or changes that don't fit */
export function amendResult(world: World, id: string, changes: unknown): void {
	const checked = changesSchema.safeParse(changes);
	if (!checked.success) throw new ControlError(`Result: ${describeIssues(checked.error)}`);
	const wanted = teamId(world, id);
	const job = allJobs(world.team).find(({ results }) => results.some(({ id }) => id === wanted));
	const result = job?.results.find(({ id }) => id === wanted);
	if (!job || !result) throw new ControlError(`There is no result ${id}`, 404);
	const { createdAt, updatedAt, ...others } = checked.data;
	Object.assign(result, others);
	if (createdAt !== undefined) result.createdAt = timeOf(createdAt);
	if (updatedAt !== undefined) result.updatedAt = timeOf(updatedAt);
	world.history.ofJob('result_amended', job, { resultId: result.id, ...checked.data });
}

/** Renames a job as no update can: its id and results stay. */
export function renameJob({ history }: World, job: Job, name: string): void {
	const { name: previousName, is_active: wasActive } = job.settings;
	job.settings.name = name;
	history.ofJob('job_updated', job, { previousId: job.id, previousName, wasActive });
}

export function renameConnection({ history }: World, connection: Connection, name: string): void {
	const { name: previousName, domain: previousDomain } = connection;
	connection.name = name;
	history.ofConnection('connection_updated', connection, { previousName, previousDomain });
}

export function recreateJob(world: World, old: Job): Job {
	const draft = copyOf(old);
	deleteJob(world, old);
	return createJob(world, old.connection, draft);
}

export function recreateConnection(world: World, old: Connection): Connection {
	const jobs = [...old.jobs.server.values(), ...old.jobs.user.values()].map(copyOf);
	deleteConnection(world, old);
	const connection = createConnection(world, old);
	connection.extra = old.extra;
	for (const job of jobs) createJob(world, connection, job);
	return connection;
}

function copyOf({ kind, settings, extra }: Job): JobDraft {
	return structuredClone({ kind, settings, extra } as JobDraft);
}

/** @throws ControlError 404 */
export function setGatewayOnline(world: World, id: string, isOnline: boolean): void {
	const { team, clock } = world;
	const gateway = team.gateways.find((candidate) => candidate.id === teamId(world, id));
	if (!gateway) throw new ControlError(`There is no gateway ${id}`, 404);
	if (gateway.isOnline !== isOnline) gateway.changedAt = clock.now();
	gateway.isOnline = isOnline;
}

/** @throws ControlError for a lifetime of 0 or less */
export function mintToken(world: World, lifetimeSeconds?: number): MintedToken {
	const lifetime = lifetimeSeconds ?? world.switches.tokenLifetimeSeconds;
	if (!(lifetime > 0)) throw new ControlError('Tokens: lifetimeSeconds must be more than 0');
	return world.tokens.mint(lifetime);
}
