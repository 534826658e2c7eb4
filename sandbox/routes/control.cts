import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Control } from '../control.cts';
import type { ResultChanges } from '../controlActions.cts';
import { ControlError } from '../errors.cts';
import type { FaultRule } from '../faults.cts';
import type { HistoryEvent } from '../history.cts';
import type { RunPlanInput } from '../runPlans.cts';
import { describeIssues, type SwitchChanges } from '../switches.cts';

const clockBody = z.union([
	z.object({ advanceSeconds: z.number() }).strict(),
	z.object({ to: z.string() }).strict(),
	z.object({ speed: z.number() }).strict(),
]);
const runBody = z.object({ isTest: z.boolean().optional() }).strict();
const endBody = z
	.object({ outcome: z.enum(['succeed', 'fail', 'timeout']), resultId: z.string().optional() })
	.strict();
const nameBody = z.object({ name: z.string().min(1).max(255) }).strict();
const gatewayBody = z.object({ isOnline: z.boolean() }).strict();
const ouBody = z.object({ baseDn: z.string(), back: z.boolean().optional() }).strict();
const passwordBody = z.object({ password: z.string() }).strict();
const tokenBody = z.object({ lifetimeSeconds: z.number().optional() }).strict();
const resetBody = z
	.object({
		seed: z.number().int().optional(),
		dataset: z.unknown(),
		startTime: z.string().optional(),
		switches: z.record(z.unknown()).optional(),
	})
	.strict();
const sliceQuery = z
	.object({
		after: z.coerce.number().int().min(-1).optional(),
		limit: z.coerce.number().int().min(1).optional(),
	})
	.strict();

type ObjectRoute = { Params: { id: string } };

/** The sandbox's own addresses below /sandbox. They need no token and count for nothing. */
export function addControlRoutes(app: FastifyInstance, control: Control): void {
	app.setErrorHandler((error, _request, reply) => {
		const status = error instanceof ControlError ? error.status : statusOf(error);
		return reply
			.code(status)
			.send({ error: error instanceof Error ? error.message : String(error) });
	});
	app.setNotFoundHandler((request, reply) =>
		reply.code(404).send({ error: `There is no control ${request.method} ${request.url}` }),
	);
	addSettingRoutes(app, control);
	addJobRoutes(app, control);
	addConnectionRoutes(app, control);
	addRecordRoutes(app, control);
}

function addSettingRoutes(app: FastifyInstance, control: Control): void {
	app.get('/switches', async () => control.getSwitches());
	app.patch('/switches', async ({ body }) => {
		const changes = body as SwitchChanges;
		const switches = Object.entries(control.setSwitches(changes));
		return Object.fromEntries(switches.filter(([name]) => name in changes));
	});
	app.get('/faults', async () => control.getFaults());
	app.put('/faults', async ({ body }) => control.setFaults(body as FaultRule[]));
	app.post('/faults', async ({ body }) => control.addFault(body as FaultRule));
	app.delete('/faults', async (_request, reply) => {
		control.clearFaults();
		return reply.code(204).send();
	});
	app.post('/clock', async ({ body }) => {
		const move = checked(clockBody, body, 'Clock: one of advanceSeconds, to, speed');
		if ('to' in move) return control.advanceTo(move.to);
		if ('speed' in move) return control.setSpeed(move.speed);
		return control.advance(move.advanceSeconds);
	});
	app.post('/reset', async ({ body }) =>
		control.reset(checked(resetBody, body ?? {}, 'Reset') as Parameters<Control['reset']>[0]),
	);
	app.post('/tokens', async ({ body }) =>
		control.mintToken(checked(tokenBody, body ?? {}, 'Tokens').lifetimeSeconds),
	);
	app.post('/tokens/expire', async () => ({ expired: control.expireTokens() }));
}

function addJobRoutes(app: FastifyInstance, control: Control): void {
	app.post<ObjectRoute>('/jobs/:id/plan', async ({ params, body }, reply) => {
		control.planRuns(params.id, body as RunPlanInput);
		return reply.code(204).send();
	});
	app.post<ObjectRoute>('/jobs/:id/run', async ({ params, body }) => ({
		resultId: control.runJob(params.id, checked(runBody, body ?? {}, 'Run')),
	}));
	app.post<ObjectRoute>('/jobs/:id/end', async ({ params, body }) => {
		const { outcome, resultId } = checked(endBody, body, 'End');
		return { resultId: control.endRun(params.id, outcome, resultId) };
	});
	app.patch<ObjectRoute>('/results/:id', async ({ params, body }, reply) => {
		control.amendResult(params.id, body as ResultChanges);
		return reply.code(204).send();
	});
	app.post<ObjectRoute>('/jobs/:id/rename', async ({ params, body }, reply) => {
		control.renameJob(params.id, checked(nameBody, body, 'Rename').name);
		return reply.code(204).send();
	});
	app.post<ObjectRoute>('/jobs/:id/recreate', async ({ params }) => ({
		id: control.recreateJob(params.id),
	}));
}

function addConnectionRoutes(app: FastifyInstance, control: Control): void {
	app.post<ObjectRoute>('/connections/:id/rename', async ({ params, body }, reply) => {
		control.renameConnection(params.id, checked(nameBody, body, 'Rename').name);
		return reply.code(204).send();
	});
	app.post<ObjectRoute>('/connections/:id/recreate', async ({ params }) => ({
		id: control.recreateConnection(params.id),
	}));
	app.post<ObjectRoute>('/connections/:id/move-ou', async ({ params, body }, reply) => {
		const { baseDn, back } = checked(ouBody, body, 'OU');
		control.moveOu(params.id, baseDn, { back });
		return reply.code(204).send();
	});
	app.patch<ObjectRoute>('/gateways/:id', async ({ params, body }, reply) => {
		control.setGatewayOnline(params.id, checked(gatewayBody, body, 'Gateway').isOnline);
		return reply.code(204).send();
	});
	app.post<ObjectRoute>('/connections/:id/is-password', async ({ params, body }) => ({
		matches: control.isPassword(params.id, checked(passwordBody, body, 'Password').password),
	}));
}

function addRecordRoutes(app: FastifyInstance, control: Control): void {
	app.get('/state', async () => control.getState());
	app.get('/history', async ({ query }, reply) => {
		const { after, limit } = checked(sliceQuery, query, 'History');
		const events = control.getHistory(after).slice(0, limit);
		return reply.type('application/x-ndjson').send(Readable.from(jsonLines(events)));
	});
	app.get('/requests', async ({ query }) => {
		const { after, limit } = checked(sliceQuery, query, 'Requests');
		const requests = control.getRequests(after).slice(0, limit);
		return { total: control.countRequests(), requests };
	});
	app.delete('/requests', async (_request, reply) => {
		control.clearRequests();
		return reply.code(204).send();
	});
}

/** Hands out many events without holding them as one text. */
function* jsonLines(events: HistoryEvent[], linesAtOnce = 1000): Generator<string> {
	for (let first = 0; first < events.length; first += linesAtOnce) {
		const lines = events.slice(first, first + linesAtOnce);
		yield lines.map((event) => `${JSON.stringify(event)}\n`).join('');
	}
}

function checked<Schema extends z.ZodTypeAny>(
	schema: Schema,
	value: unknown,
	what: string,
): z.infer<Schema> {
	const result = schema.safeParse(value);
	if (!result.success) throw new ControlError(`${what}: ${describeIssues(result.error)}`);
	return result.data;
}

function statusOf(error: unknown): number {
	const status = (error as { statusCode?: unknown }).statusCode;
	return typeof status === 'number' ? status : 500;
}
