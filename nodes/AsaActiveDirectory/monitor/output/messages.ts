import type { JobKind } from '../../asa/model/syncJob';
import { capitalized, durationText, oneLine, sentence } from '../../util/text';
import type { TaskResult } from '../../asa/model/result';
import { plainText, rulesStateOf, type Outcome } from '../rules/outcome';
import { type Run } from '../rules/runs';
import { accessHours } from '../rules/standing';
import type {
	Cause,
	ClosedBy,
	EventName,
	JobRef,
	JobStanding,
	MonitorEvent,
	Notice,
	ReadFailure,
	Replacement,
} from '../rules/types';
import { isoTime } from '../rules/values';
import { serversLines, serversTitle } from './serversMessages';

/** The kinds of jobs as texts call them. */
export const kindNames: Record<JobKind, string> = {
	serverSyncJob: 'server sync job',
	userSyncJob: 'user sync job',
};

/** How many names or errors a text lists. */
const mostListed = 5;

/** What happened, in one line without markup, for the title of a ticket or the first line of a message. */
export function titleOf(event: MonitorEvent): string {
	const { servers } = event;
	const title = servers ? serversTitle(event, servers) : `${subjectOf(event)} ${verbOf(event)}`;
	return event.isSample ? `Sample: ${title}` : title;
}

/** What happened, why, since when and until when, in short sentences without markup. */
export function textOf(event: MonitorEvent): string {
	const { connection, team } = event;
	const domain = connection?.domain ? `, domain ${oneLine(connection.domain)}` : '';
	const place =
		connection && `AD connection ${quoted(connection.name)}${domain}, team ${quoted(team)}`;
	const lines = [titleOf(event), place, ...ownLines(event)];
	return lines
		.filter((line) => line !== null)
		.map(sentence)
		.join('\n');
}

function ownLines(event: MonitorEvent): Array<string | null> {
	if (event.servers) return serversLines(event, event.servers);
	return event.outage ? outageLines(event) : jobLines(event);
}

function subjectOf({ job, connection, team, event, run, incident }: MonitorEvent): string {
	if (!connection) return `Team ${quoted(team)}`;
	if (!job) return `AD connection ${quoted(connection.name)}`;
	const name = `${kindNames[job.kind]} ${quoted(job.name)} of ${quoted(connection.name)}`;
	if (incident?.cause === 'access' && incident.action !== 'resolve')
		return `Access through ${name}`;
	return event === 'newResult' && run?.isTest ? `Test run of ${name}` : capitalized(name);
}

function verbOf(event: MonitorEvent): string {
	const { run, standing, incident } = event;
	const failed = standing && standing.failures > 0 ? `failed${timesText(standing)}` : null;
	const verbs: Record<EventName, string> = {
		newResult: resultVerbs[run?.outcome ?? 'unknown'],
		syncFailed: failed ?? resultVerbs.unknown,
		syncOverdue: 'did not start on schedule',
		syncRunningLong: 'has been running too long',
		syncStopped: incident ? 'was deactivated' : 'was deleted',
		accessAtRisk: accessVerb(event),
		connectionUnreadable: 'could not be read',
		serversAtRisk: 'are at risk',
		syncStillFailing: reminderVerb(event),
		syncRecovered: endVerb(event),
	};
	return verbs[event.event];
}

const resultVerbs: Record<Outcome, string> = {
	success: 'succeeded',
	failed: 'failed',
	unknown: 'ended with an unknown state',
	running: 'is running',
};

function timesText({ failures, isCountAtLeast }: JobStanding): string {
	if (failures < 2) return '';
	return ` ${isCountAtLeast ? 'at least ' : ''}${failures} times in a row`;
}

function accessVerb({ standing, nowMs }: MonitorEvent): string {
	const isOver = standing?.access && standing.access.endsMs <= nowMs;
	return isOver ? 'has probably ended' : 'is at risk';
}

/** The cause may no longer hold, because only a success ends the incident. */
function reminderVerb(event: MonitorEvent): string {
	const { incident, standing } = event;
	const verbs: Record<Cause, string | false> = {
		unreadable: 'still cannot be read',
		servers: 'are still at risk',
		access: accessVerb(event).replace('is at', 'is still at'),
		overdue: standing?.isOverdue === true && 'has still not started',
		running_long: standing?.isRunningLong === true && 'is still running',
		stopped: standing?.isActive === false && 'is still inactive',
		failed: (standing?.failures ?? 0) > 0 && 'is still failing',
	};
	return (incident && verbs[incident.cause]) || 'has still not succeeded';
}

function endVerb({ incident, job }: MonitorEvent): string {
	const verbs: Record<ClosedBy, string> = {
		success: 'has recovered',
		deleted: job ? 'was deleted while failing' : 'was deleted',
		replaced: replacedVerb(incident?.replacement ?? null),
		schedule_changed: 'is no longer overdue because its schedule was changed',
		unwatched: 'is inactive and will not be reported again until it is active',
	};
	return incident?.closedBy ? verbs[incident.closedBy] : 'can be read again';
}

function replacedVerb(replacement: Replacement | null): string {
	if (!replacement) return 'was replaced';
	const state = replacement.hasSucceeded ? 'has succeeded' : 'has not succeeded yet';
	return `was replaced by ${quoted(replacement.name)}, which ${state}`;
}

function jobLines(event: MonitorEvent): Array<string | null> {
	const { incident, run } = event;
	const isOver = incident?.action === 'resolve';
	const ownLines = isOver ? [durationLine(event)] : causeLines(event);
	return [...(run ? runLines(run) : []), ...ownLines, lastSuccessLine(event), accessLine(event)];
}

/** The times, state, summary and details of a run. */
function runLines({ result, outcome, startMs, endMs }: Run): string[] {
	const times = [`Last run: started ${isoTime(startMs)}`];
	if (outcome !== 'running' && endMs !== null) times.push(`ended ${isoTime(endMs)}`);
	if (!result) return [times.join(', ')];
	const lines = [`${times.join(', ')}, state ${statesOf(result)}`];
	if (outcome === 'unknown') {
		lines.push(
			`State ${statesOf(result)} is not recognized as a success or a failure: add it to 'Success Words' or 'Failure Words'`,
		);
	}
	const summary = oneLine(plainText(result.status.summary));
	const details = oneLine(plainText(result.status.detailed_summary));
	if (summary) lines.push(`Summary: ${summary}`);
	if (details && details !== summary) lines.push(`Details: ${details}`);
	return lines;
}

function statesOf(result: TaskResult): string {
	const rules = rulesStateOf(result);
	const state = quoted(result.task_state);
	return rules === '' ? state : `${state} (rules: ${quoted(rules)})`;
}

/** Since when each cause holds. */
function causeLines({ incident, standing }: MonitorEvent): string[] {
	if (!standing || !incident) return [];
	const { failingSinceMs, nextDueMs, runningSinceMs, areAllTests } = standing;
	const lines: string[] = [];
	if (failingSinceMs !== null)
		lines.push(`Failing since ${isoTime(failingSinceMs)}${failuresOf(standing)}`);
	if (standing.isOverdue) lines.push(`The next run was due ${isoTime(nextDueMs)}`);
	if (standing.isOverdue && areAllTests) {
		lines.push('All known results of this job are test runs, which do not count as scheduled runs');
	}
	if (standing.isRunningLong) lines.push(`Running since ${isoTime(runningSinceMs)}`);
	if (!standing.isActive) lines.push('The job is inactive');
	return lines;
}

function failuresOf({ failures, isCountAtLeast }: JobStanding): string {
	if (failures < 2) return '';
	return `, ${isCountAtLeast ? 'at least ' : ''}${failures} failed runs in a row`;
}

/** How long the problem lasted. It ended when the successful run did. */
function durationLine({ incident, run, nowMs }: MonitorEvent): string | null {
	if (!incident) return null;
	const endMs = (incident.closedBy === 'success' && run?.endMs) || nowMs;
	const length = durationText(endMs - incident.sinceMs);
	return `The incident lasted ${length}, from ${isoTime(incident.sinceMs)} to ${isoTime(endMs)}`;
}

function lastSuccessLine({ standing, run, incident }: MonitorEvent): string | null {
	if (!standing || (run?.outcome === 'success' && !incident)) return null;
	const { lastSuccessMs } = standing;
	return lastSuccessMs === null
		? 'No successful run is known'
		: `Last success ended ${isoTime(lastSuccessMs)}`;
}

/** Source: docs/api-contract.md, "Behaviour that shapes the product". That access ends if no sync runs is probable. */
function accessLine({ standing, job, nowMs, incident }: MonitorEvent): string | null {
	if (!standing?.access || !job || !incident || incident.closedBy === 'success') return null;
	const { endsMs, isAtLatest } = standing.access;
	const holders = job.kind === 'serverSyncJob' ? 'servers' : 'users';
	const verb = endsMs <= nowMs ? 'ended' : 'ends';
	const rule = `Okta removes ${holders} that no sync has seen for ${accessHours[job.kind]} hours`;
	return `${rule}: access probably ${verb} ${isoTime(endsMs)}${isAtLatest ? ' at the latest' : ''}`;
}

function outageLines(event: MonitorEvent): Array<string | null> {
	const { outage, incident } = event;
	if (!outage || incident?.action === 'resolve') return [durationLine(event)];
	const { failures, access } = outage;
	const more = failures.length - mostListed;
	return [
		...failures.slice(0, mostListed).map(failureText),
		more > 0 ? `${more} more ${more === 1 ? 'list' : 'lists'} could not be read` : null,
		`Unreadable since ${isoTime(incident?.sinceMs ?? null)}`,
		'What cannot be read is not evaluated',
		access && `Access through its jobs probably ends ${isoTime(access.endsMs)} at the earliest`,
	];
}

/** What could not be read, why, and how to correct its path. */
function failureText({ kind, message, remedy }: ReadFailure): string {
	const what = kind ? `The list of ${kindNames[kind]}s` : 'The list of connections';
	const text = `${what} could not be read: ${oneLine(message)}`;
	return remedy ? `${sentence(text)} ${remedy}` : text;
}

/** Why the first poll is refused. */
export function refusalText(failures: readonly ReadFailure[]): string {
	return sentence(failureText(failures[0]));
}

/** The error of a team that cannot be read. */
export function teamErrorText(team: string, failures: readonly ReadFailure[]): string {
	return `Team ${quoted(team)} could not be read. ${sentence(failureText(failures[0]))}`;
}

/** The text of a log line. */
export function noticeText(notice: Notice): string {
	switch (notice.kind) {
		case 'damagedState':
			return 'The stored state could not be read. The trigger starts with a new baseline and reports current failures.';
		case 'otherTeam':
			return `The credential now belongs to another team. Incidents of the previous team stay open: ${notice.keys.join(', ')}.`;
		case 'unwatched':
			return `Jobs with open incidents are no longer watched. Their incidents stay open: ${notice.keys.join(', ')}.`;
		case 'connectionUnreadable':
			return `AD connection ${quoted(notice.connection.name)}: ${notice.failures.map(failureText).map(sentence).join(' ')}`;
		case 'noSchedule':
			return `Never reported as overdue, because the frequency is not between 1 and 24 hours: ${listedJobs(notice.jobs)}.`;
		case 'allTests':
			return `All known results are test runs, which do not count as scheduled runs: ${listedJobs(notice.jobs)}.`;
		case 'serversDoubtful':
			return 'Servers at Risk is not reported: according to ASA, no sync has seen any AD server for too long, so last_seen probably has a different meaning in this team.';
		case 'serversInvisible':
			return 'Servers at Risk is not reported: ASA returns no AD servers. It only returns servers that are visible to the service user.';
		case 'resultsUnreadable':
			return resultsText(notice);
	}
}

function resultsText({ jobKind, error }: Extract<Notice, { kind: 'resultsUnreadable' }>): string {
	const what = `The results of ${kindNames[jobKind]}s could not be read: ${oneLine(error.message)}`;
	const effect = 'Only the most recent result of each job is used.';
	return [sentence(what), effect, error.remedy && sentence(error.remedy)].filter(Boolean).join(' ');
}

function listedJobs(jobs: ReadonlyArray<Pick<JobRef, 'name'>>): string {
	const names = jobs.slice(0, mostListed).map(({ name }) => quoted(name));
	const more = jobs.length - names.length;
	return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** A name in quotes, in one line. */
export function quoted(name: string): string {
	return `"${oneLine(name)}"`;
}
