import { accessHours } from '../rules/standing';
import type { MonitorEvent, NamedJob, ProjectServers } from '../rules/types';
import { isoTime } from '../rules/values';
import { oneLine } from '../../util/text';

/** How many jobs a text names. */
const mostJobs = 5;

/** The subject and verb of the title of an incident of a project's servers. */
export function serversTitle({ event, incident }: MonitorEvent, servers: ProjectServers): string {
	const project = `project "${oneLine(servers.project)}"`;
	const { atRiskCount, count, goneCount } = servers;
	if (incident?.action === 'resolve') {
		return goneCount > 0
			? `${serverCount(goneCount)} of ${project} ${verb(goneCount)} gone`
			: `AD servers of ${project} are no longer at risk`;
	}
	const still = event === 'syncStillFailing' ? ' still' : '';
	return `${atRiskCount} of ${serverCount(count)} of ${project} ${verb(atRiskCount)}${still} about to lose access`;
}

const serverCount = (count: number) => `${count} AD ${count === 1 ? 'server' : 'servers'}`;

const verb = (count: number) => (count === 1 ? 'is' : 'are');

/** Which servers are at risk, until when, and whether the jobs of the project succeed. */
export function serversLines({ incident, nowMs }: MonitorEvent, servers: ProjectServers): string[] {
	const { hostnames, atRiskCount, count, goneCount, endsMs } = servers;
	if (incident?.action === 'resolve') {
		const period = `At risk from ${isoTime(incident.sinceMs)} to ${isoTime(nowMs)}`;
		if (goneCount === 0) return [period];
		return [
			period,
			`They did not recover: ASA no longer lists them. ${count === 1 ? '1 server remains' : `${count} servers remain`}`,
		];
	}
	const more = atRiskCount - hostnames.length;
	const names = hostnames.map(oneLine).join(', ');
	return [
		`No sync has seen these servers for too long: ${names}${more > 0 ? ` and ${more} more` : ''}`,
		`Okta removes servers that no sync has seen for ${accessHours.serverSyncJob} hours: access to the first probably ends ${isoTime(endsMs)}`,
		jobsLine(servers.jobs),
	];
}

function jobsLine({ succeeding, others }: ProjectServers['jobs']): string {
	const named = (jobs: NamedJob[]) =>
		jobs
			.slice(0, mostJobs)
			.map(({ name, connectionName }) => `"${oneLine(name)}" of "${oneLine(connectionName)}"`)
			.join(', ');
	if (others.length > 0) return `Server sync jobs of this project do not succeed: ${named(others)}`;
	if (succeeding.length === 0) return 'No active server sync job has a rule for this project';
	return `The server sync jobs of this project succeed (${named(succeeding)}), but do not find these servers: check the base DN and filter of their rules`;
}
