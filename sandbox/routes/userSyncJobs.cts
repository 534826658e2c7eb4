import type { FastifyInstance } from 'fastify';
import { getConnection } from '../connections.cts';
import { jobAnswer } from '../dialects.cts';
import { createJob, deleteJob, getJob, setSchedule, setState, updateJob } from '../jobs.cts';
import { userJobDraft } from '../jobDrafts.cts';
import type { ListQuery } from '../paging.cts';
import { listQuery, scheduleBody, stateBody, userJobBody, userJobListQuery } from '../schemas.cts';
import type { Job, ScheduleRequest, UserJobRequest } from '../team.cts';
import { addEndpoint, answerList, type Call } from './call.cts';
import { createTestRequest, getDetails, listResults } from './results.cts';

interface UserJobListQuery extends ListQuery {
	status?: 'ACTIVE' | 'INACTIVE';
}

/** Endpoints 16 to 25. */
export function addUserSyncJobRoutes(app: FastifyInstance): void {
	addEndpoint(app, 16, { query: userJobListQuery }, listJobs);
	addEndpoint<UserJobRequest>(app, 17, { body: userJobBody }, ({ world, params, body }) => {
		const connection = getConnection(world, params.connection);
		const draft = userJobDraft(world, body);
		return jobAnswer(
			world,
			createJob(world, connection, draft, { runTest: body.run_test === true }),
		);
	});
	addEndpoint(app, 18, {}, (call) => jobAnswer(call.world, jobOf(call)));
	addEndpoint<UserJobRequest>(app, 19, { body: userJobBody }, (call) => {
		const { world, body } = call;
		const old = jobOf(call);
		const draft = userJobDraft(world, body, old);
		return jobAnswer(world, updateJob(world, old, draft, { runTest: body.run_test === true }));
	});
	addEndpoint(app, 20, {}, (call) => deleteJob(call.world, jobOf(call)));
	addEndpoint<ScheduleRequest>(app, 21, { body: scheduleBody }, (call) =>
		setSchedule(call.world, jobOf(call), call.body),
	);
	addEndpoint<{ is_active: boolean }>(app, 22, { body: stateBody }, (call) =>
		setState(call.world, jobOf(call), call.body.is_active),
	);
	addEndpoint(app, 23, {}, (call) => createTestRequest(call, jobOf(call)));
	addEndpoint(app, 24, { query: listQuery() }, (call) => listResults(call, jobOf(call)));
	addEndpoint(app, 25, {}, (call) => getDetails(call, jobOf(call)));
}

function jobOf({ world, params }: Pick<Call, 'world' | 'params'>): Job {
	return getJob(getConnection(world, params.connection), 'user', params.job);
}

function listJobs(call: Call<undefined, UserJobListQuery>) {
	const { statusFilter } = call.world.switches;
	const status = statusFilter === 'honoured' ? call.query.status : undefined;
	const jobs = [...getConnection(call.world, call.params.connection).jobs.user.values()].filter(
		({ settings }) => status === undefined || settings.is_active === (status === 'ACTIVE'),
	);
	return answerList(call, jobs, (job) => jobAnswer(call.world, job));
}
