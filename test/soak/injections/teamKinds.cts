import type { Random } from '../../../sandbox/random.cts';
import type { TeamJob } from '../team/teamState.cts';
import { pick } from './injection.cts';
import type { InjectionKind } from './kind.cts';
import { pathOf, scheduleOf, type SimulatedTeam } from './simulatedTeam.cts';

/** Changes that administrators make to jobs and connections. */

function otherSchedule(random: Random) {
	const frequency = pick(random, [1, 6, 12, 24]);
	return frequency === 24 ? { frequency, start_hour_utc: random.integer(0, 23) } : { frequency };
}

async function setActive(team: SimulatedTeam, job: TeamJob, isActive: boolean): Promise<void> {
	const path = pathOf(job);
	if (job.isActive === isActive) return;
	if (job.kind === 'userSyncJob')
		await team.tryApi('POST', `${path}/state`, { is_active: isActive });
	else if (isActive) await team.tryApi('POST', `${path}/schedule`, scheduleOf(job));
	else await team.tryApi('POST', `${path}/deactivate`);
}

const updates: InjectionKind = {
	description: 'updated jobs, which get another ID',
	per90Days: 150,
	polls: [1, 1],
	async begin(team, injection) {
		const random = team.randomOf(injection);
		const job = team.pickJob(random);
		const request = job && (await team.requestOf(job));
		if (!job || !request) return;
		const { start_hour_utc: hour, ...rest } = request;
		const schedule = request.frequency === 24 ? { start_hour_utc: hour } : {};
		const changes = random.fraction() < 0.2 ? otherSchedule(random) : schedule;
		await team.tryApi('PUT', pathOf(job), { ...rest, ...changes });
	},
};

const renames: InjectionKind = {
	description: 'renamed jobs and connections, which keep their ID',
	per90Days: 80,
	polls: [1, 1],
	async begin(team, injection) {
		const random = team.randomOf(injection);
		const suffix = ` ${injection.id}`;
		if (random.fraction() < 0.25) {
			const connection = team.pickConnection(random);
			if (connection)
				await team.tryControl('renameConnection', connection.id, `Directory${suffix}`);
		} else {
			const job = team.pickJob(random);
			if (job) await team.tryControl('renameJob', job.id, `Job${suffix}`);
		}
	},
};

const recreations: InjectionKind = {
	description: 'jobs and connections deleted and created again at once',
	per90Days: 60,
	polls: [1, 1],
	async begin(team, injection) {
		const random = team.randomOf(injection);
		if (random.fraction() < 0.15) {
			const connection = team.pickConnection(random);
			if (connection) await team.tryControl('recreateConnection', connection.id);
		} else {
			const job = team.pickJob(random);
			if (job) await team.tryControl('recreateJob', job.id);
		}
	},
};

const replacements: InjectionKind = {
	description: 'server jobs replaced by another one for a while',
	per90Days: 40,
	polls: [1, 120],
	async begin(team, injection) {
		const job = serverJobOf(team, injection);
		const request = job && (await team.requestOf(job));
		if (!job || !request) return;
		const name = `Servers ${injection.id}`;
		await team.tryApi('POST', folderOf(job), { ...request, name, is_active: true });
	},
	async end(team, injection) {
		const job = serverJobOf(team, injection);
		const connection = team.state.connections.find(({ id }) => id === job?.connectionId);
		const other = connection?.jobs.find(({ name }) => name === `Servers ${injection.id}`);
		if (other) await team.tryApi('DELETE', pathOf(other));
		if (job) await setActive(team, job, true);
	},
};

function serverJobOf(team: SimulatedTeam, injection: Parameters<SimulatedTeam['randomOf']>[0]) {
	const random = team.randomOf(injection);
	return team.state.jobAt(team.slot(random.integer(1, team.connections), 0));
}

function folderOf(job: TeamJob): string {
	return pathOf(job).slice(0, pathOf(job).lastIndexOf('/'));
}

const switchOffs: InjectionKind = {
	description: 'jobs deactivated for a while',
	per90Days: 120,
	polls: [1, 150],
	async begin(team, injection) {
		const job = team.pickJob(team.randomOf(injection));
		if (job) await setActive(team, job, false);
	},
	async end(team, injection) {
		const job = team.pickJob(team.randomOf(injection));
		if (job) await setActive(team, job, true);
	},
};

const schedules: InjectionKind = {
	description: 'jobs whose schedule changes',
	per90Days: 120,
	polls: [1, 1],
	async begin(team, injection) {
		const random = team.randomOf(injection);
		const job = team.pickJob(random);
		if (job?.isActive) await team.tryApi('POST', `${pathOf(job)}/schedule`, otherSchedule(random));
	},
};

const deletedJobs: InjectionKind = {
	description: 'jobs deleted and created again later',
	per90Days: 50,
	polls: [1, 40],
	async begin(team, injection) {
		const job = team.pickJob(team.randomOf(injection));
		const request = job && (await team.requestOf(job));
		if (!job || !request) return;
		team.memory.set(injection.id, { folder: folderOf(job), request });
		await team.tryApi('DELETE', pathOf(job));
	},
	async end(team, injection) {
		const kept = team.memory.get(injection.id) as { folder: string; request: unknown } | undefined;
		if (kept) await team.tryApi('POST', kept.folder, kept.request);
	},
};

const deletedConnections: InjectionKind = {
	description: 'connections deleted and created again later',
	per90Days: 10,
	polls: [1, 40],
	async begin(team, injection) {
		const connection = team.pickConnection(team.randomOf(injection));
		if (!connection) return;
		team.memory.set(injection.id, await team.copyOf(connection));
		await team.tryApi('DELETE', connection.id);
	},
	async end(team, injection) {
		const copy = team.memory.get(injection.id) as Awaited<ReturnType<SimulatedTeam['copyOf']>>;
		if (!copy) return;
		await team.tryApi('POST', '', copy.connection);
		await team.refresh();
		const made = team.state.connections.find(({ domain }) => domain === copy.connection.domain);
		if (!made) return;
		for (const { folder, request } of copy.jobs) {
			await team.tryApi('POST', `${made.id}/${folder}`, request);
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
