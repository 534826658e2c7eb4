import type { IDataObject } from 'n8n-workflow';
import type { SeenJob, SeenResult, View } from './team/view.cts';
import type { Poll } from './trigger.cts';

/**
 * What each poll could see of the jobs whose connection and name match, as in "Directory 005.*Servers 1", and put out
 * for them, for the study of a finding; and the clocks if they differ. "the team" is the team itself.
 */
export function tracePoll(
	pattern: string,
	timeMs: number,
	{ nowMs, n8nNowMs, connections }: View,
	{ items, errors, thrown }: Poll,
): void {
	const matching = new RegExp(pattern);
	const jobs = (connections ?? []).flatMap((connection) =>
		Object.values(connection.jobs)
			.flatMap((list) => list ?? [])
			.filter(({ name }) => matching.test(`${connection.name} / ${name}`))
			.map((job) => `${plain(connection.name)} / ${jobLine(job)}`),
	);
	const clocks =
		Math.abs(nowMs - n8nNowMs) > 1000 ? [`Date ${timeText(nowMs)}, n8n ${timeText(n8nNowMs)}`] : [];
	const lines = [
		...clocks,
		...(connections ? [] : ['the team cannot be read']),
		...jobs,
		...(items ?? [])
			.filter((item) => matching.test(subjectOf(item)))
			.map((item) => `  -> ${[item.event, item.incident_action, item.title].join(' ')}`),
		...errors.map((text) => `  -> error execution: ${text}`),
		...(thrown === null ? [] : [`  -> poll() threw: ${thrown}`]),
	];
	for (const line of lines) process.stdout.write(`${timeText(timeMs)} ${line}\n`);
}

function subjectOf({ connection_name: connection, job_name: job }: IDataObject): string {
	return connection === null ? 'the team' : `${String(connection)} / ${String(job)}`;
}

/** A name without the dots that make it as long as names usually get. */
function plain(name: string): string {
	return name.replace(/\.+$/, '');
}

function jobLine({ id, name, isActive, frequency, hour, recent, results }: SeenJob): string {
	const list = results()?.map(resultText).join(' ') ?? 'unreadable';
	const schedule = `every ${frequency} h${hour === null ? '' : ` at ${hour}`}`;
	return [
		`${plain(name)} ${id.slice(0, 4)}, ${isActive ? 'on' : 'off'}, ${schedule}`,
		`recent ${recent ? `${resultText(recent)} to ${timeText(recent.updatedAt)}` : 'none'}`,
		`results ${list}`,
	].join('; ');
}

function resultText({ id, isTest, startedAt, taskState, rulesSummaryStatus }: SeenResult): string {
	const states = [taskState, ...(rulesSummaryStatus ? [rulesSummaryStatus] : [])].join('/');
	return `${isTest ? 'test ' : ''}${id.slice(0, 4)}@${timeText(startedAt)}=${states}`;
}

function timeText(timeMs: number | null): string {
	return timeMs === null ? 'none' : new Date(timeMs).toISOString().slice(5, 19);
}
