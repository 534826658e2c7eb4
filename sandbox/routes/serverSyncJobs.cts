import type { FastifyInstance } from 'fastify';
import { getConnection } from '../connections.cts';
import { jobAnswer } from '../dialects.cts';
import { createJob, deleteJob, getJob, setSchedule, setState, updateJob } from '../jobs.cts';
import { serverJobDraft } from '../jobDrafts.cts';
import { listQuery, scheduleBody, serverJobBody } from '../schemas.cts';
import type { Job, ScheduleRequest, ServerJobRequest } from '../team.cts';
import { addEndpoint, answerList, type Call } from './call.cts';
import { createTestRequest, getDetails, listResults } from './results.cts';

/** Endpoints 6 to 15. */
export function addServerSyncJobRoutes(app: FastifyInstance): void {
	addEndpoint(app, 6, { query: listQuery() }, listJobs);
	addEndpoint<ServerJobRequest>(app, 7, { body: serverJobBody }, ({ world, params, body }) => {
		const connection = getConnection(world, params.connection);
		const draft = serverJobDraft(world, body);
		return jobAnswer(
			world,
			createJob(world, connection, draft, { runTest: body.run_test === true }),
		);
	});
	addEndpoint(app, 8, {}, (call) => jobAnswer(call.world, jobOf(call)));
	addEndpoint<ServerJobRequest>(app, 9, { body: serverJobBody }, (call) => {
		const { world, body } = call;
		const old = jobOf(call);
		const draft = serverJobDraft(world, body, old);
		return jobAnswer(world, updateJob(world, old, draft, { runTest: body.run_test === true }));
	});
	addEndpoint(app, 10, {}, (call) => deleteJob(call.world, jobOf(call)));
	addEndpoint(app, 11, {}, (call) => setState(call.world, jobOf(call), false));
	addEndpoint<ScheduleRequest>(app, 12, { body: scheduleBody }, (call) =>
		setSchedule(call.world, jobOf(call), call.body),
	);
	addEndpoint(app, 13, { query: listQuery() }, (call) => listResults(call, jobOf(call)));
	addEndpoint(app, 14, {}, (call) => getDetails(call, jobOf(call)));
	addEndpoint(app, 15, {}, (call) => createTestRequest(call, jobOf(call)));
}

function jobOf({ world, params }: Pick<Call, 'world' | 'params'>): Job {
	return getJob(getConnection(world, params.connection), 'server', params.job);
}

function listJobs(call: Call) {
	const jobs = [...getConnection(call.world, call.params.connection).jobs.server.values()];
	return answerList(call, jobs, (job) => jobAnswer(call.world, job));
}
