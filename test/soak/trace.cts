import type { SeenJob, SeenResult, View } from './team/view.cts';
import type { Poll } from './trigger.cts';

/** What each poll could see of the jobs with such a name and put out for them, for the study of a finding. */
export function tracePoll(name: string, timeMs: number, view: View, { items, errors }: Poll): void {
	const jobs = (view.connections ?? []).flatMap((connection) =>
		Object.values(connection.jobs).flatMap((list) => list ?? []),
	);
	const lines = [
		...jobs.filter((job) => job.name.includes(name)).map(jobLine),
		...(items ?? [])
			.filter((item) => String(item.job_name).includes(name))
			.map((item) => `  -> ${[item.event, item.incident_action, item.title].join(' ')}`),
		...errors.map((text) => `  -> error execution: ${text}`),
	];
	for (const line of lines) process.stdout.write(`${timeText(timeMs)} ${line}\n`);
}

function jobLine({ id, name, isActive, frequency, hour, recent, results }: SeenJob): string {
	const list = results()?.map(resultText).join(' ') ?? 'unreadable';
	const schedule = `every ${frequency} h${hour === null ? '' : ` at ${hour}`}`;
	return [
		`${name.replace(/\.+$/, '')} ${id.slice(0, 4)}, ${isActive ? 'on' : 'off'}, ${schedule}`,
		`recent ${recent ? `${resultText(recent)} to ${timeText(recent.updated)}` : 'none'}`,
		`results ${list}`,
	].join('; ');
}

function resultText({ id, isTest, start, taskState, rulesSummaryStatus }: SeenResult): string {
	const states = [taskState, ...(rulesSummaryStatus ? [rulesSummaryStatus] : [])].join('/');
	return `${isTest ? 'test ' : ''}${id.slice(0, 4)}@${timeText(start)}=${states}`;
}

function timeText(timeMs: number | null): string {
	return timeMs === null ? 'none' : new Date(timeMs).toISOString().slice(5, 19);
}
