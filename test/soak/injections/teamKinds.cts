import type { Random } from '../../../sandbox/random.cts';
import type { TrueJob } from '../team/truth.cts';
import { pick } from './injection.cts';
import type { InjectionKind } from './kind.cts';
import { pathOf, scheduleOf, type Scene } from './scene.cts';

/** Changes that people make to jobs and connections. */

function otherSchedule(random: Random) {
	const frequency = pick(random, [1, 6, 12, 24]);
	return frequency === 24 ? { frequency, start_hour_utc: random.integer(0, 23) } : { frequency };
}

async function setActive(scene: Scene, job: TrueJob, isActive: boolean): Promise<void> {
	const path = pathOf(job);
	if (job.isActive === isActive) return;
	if (job.kind === 'userSyncJob')
		await scene.tryApi('POST', `${path}/state`, { is_active: isActive });
	else if (isActive) await scene.tryApi('POST', `${path}/schedule`, scheduleOf(job));
	else await scene.tryApi('POST', `${path}/deactivate`);
}

const updates: InjectionKind = {
	description: 'jobs that are updated, which gives them another id',
	per90Days: 150,
	polls: [1, 1],
	async begin(scene, injection) {
		const random = scene.randomOf(injection);
		const job = scene.pickJob(random);
		const request = job && (await scene.requestOf(job));
		if (!job || !request) return;
		const { start_hour_utc: hour, ...rest } = request;
		const schedule = request.frequency === 24 ? { start_hour_utc: hour } : {};
		const changes = random.fraction() < 0.2 ? otherSchedule(random) : schedule;
		await scene.tryApi('PUT', pathOf(job), { ...rest, ...changes });
	},
};

const renames: InjectionKind = {
	description: 'jobs and connections with another name and the same id',
	per90Days: 80,
	polls: [1, 1],
	async begin(scene, injection) {
		const random = scene.randomOf(injection);
		const suffix = ` ${injection.id}`;
		if (random.fraction() < 0.25) {
			const connection = scene.pickConnection(random);
			if (connection)
				await scene.tryControl('renameConnection', connection.id, `Directory${suffix}`);
		} else {
			const job = scene.pickJob(random);
			if (job) await scene.tryControl('renameJob', job.id, `Job${suffix}`);
		}
	},
};

const recreations: InjectionKind = {
	description: 'jobs and connections that are deleted and made again at once',
	per90Days: 60,
	polls: [1, 1],
	async begin(scene, injection) {
		const random = scene.randomOf(injection);
		if (random.fraction() < 0.15) {
			const connection = scene.pickConnection(random);
			if (connection) await scene.tryControl('recreateConnection', connection.id);
		} else {
			const job = scene.pickJob(random);
			if (job) await scene.tryControl('recreateJob', job.id);
		}
	},
};

const replacements: InjectionKind = {
	description: 'server jobs whose place another one takes for a while',
	per90Days: 40,
	polls: [1, 120],
	async begin(scene, injection) {
		const job = serverJobOf(scene, injection);
		const request = job && (await scene.requestOf(job));
		if (!job || !request) return;
		const name = `Servers ${injection.id}`;
		await scene.tryApi('POST', folderOf(job), { ...request, name, is_active: true });
	},
	async end(scene, injection) {
		const job = serverJobOf(scene, injection);
		const connection = scene.truth.connections.find(({ id }) => id === job?.connectionId);
		const other = connection?.jobs.find(({ name }) => name === `Servers ${injection.id}`);
		if (other) await scene.tryApi('DELETE', pathOf(other));
		if (job) await setActive(scene, job, true);
	},
};

function serverJobOf(scene: Scene, injection: Parameters<Scene['randomOf']>[0]) {
	const random = scene.randomOf(injection);
	return scene.truth.jobAt(scene.slot(random.integer(1, scene.connections), 0));
}

function folderOf(job: TrueJob): string {
	return pathOf(job).slice(0, pathOf(job).lastIndexOf('/'));
}

const switchOffs: InjectionKind = {
	description: 'jobs that are off for a while',
	per90Days: 120,
	polls: [1, 150],
	async begin(scene, injection) {
		const job = scene.pickJob(scene.randomOf(injection));
		if (job) await setActive(scene, job, false);
	},
	async end(scene, injection) {
		const job = scene.pickJob(scene.randomOf(injection));
		if (job) await setActive(scene, job, true);
	},
};

const schedules: InjectionKind = {
	description: 'jobs with another schedule',
	per90Days: 120,
	polls: [1, 1],
	async begin(scene, injection) {
		const random = scene.randomOf(injection);
		const job = scene.pickJob(random);
		if (job?.isActive) await scene.tryApi('POST', `${pathOf(job)}/schedule`, otherSchedule(random));
	},
};

const deletedJobs: InjectionKind = {
	description: 'jobs that are deleted, and made again later',
	per90Days: 50,
	polls: [1, 40],
	async begin(scene, injection) {
		const job = scene.pickJob(scene.randomOf(injection));
		const request = job && (await scene.requestOf(job));
		if (!job || !request) return;
		scene.memory.set(injection.id, { folder: folderOf(job), request });
		await scene.tryApi('DELETE', pathOf(job));
	},
	async end(scene, injection) {
		const kept = scene.memory.get(injection.id) as { folder: string; request: unknown } | undefined;
		if (kept) await scene.tryApi('POST', kept.folder, kept.request);
	},
};

const deletedConnections: InjectionKind = {
	description: 'connections that are deleted, and made again later',
	per90Days: 10,
	polls: [1, 40],
	async begin(scene, injection) {
		const connection = scene.pickConnection(scene.randomOf(injection));
		if (!connection) return;
		scene.memory.set(injection.id, await scene.copyOf(connection));
		await scene.tryApi('DELETE', connection.id);
	},
	async end(scene, injection) {
		const copy = scene.memory.get(injection.id) as Awaited<ReturnType<Scene['copyOf']>>;
		if (!copy) return;
		await scene.tryApi('POST', '', copy.connection);
		await scene.refresh();
		const made = scene.truth.connections.find(({ domain }) => domain === copy.connection.domain);
		if (!made) return;
		for (const { folder, request } of copy.jobs) {
			await scene.tryApi('POST', `${made.id}/${folder}`, request);
		}
	},
};

export const teamKinds: Record<string, InjectionKind> = {
	updates,
	renames,
	recreations,
	replacements,
	switchOffs,
	schedules,
	deletedJobs,
	deletedConnections,
};
