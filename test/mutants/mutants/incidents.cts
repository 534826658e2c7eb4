import { mutant, type Mutant } from './mutant.cts';

/** Of the rules of incidents: when one opens, what it says, and when it ends. */
export const incidentMutants: Mutant[] = [
	mutant(
		'monitor/rules/connection.ts',
		'if (list === undefined)',
		'if (list === undefined || isReadError(list))',
		'a list that cannot be read counts as one that the poll did not reach',
	),
	mutant(
		'monitor/rules/connection.ts',
		'return other.endsMs < one.endsMs ? other : one',
		'return other.endsMs < one.endsMs ? one : other',
		'the latest access deadline is reported instead of the earliest',
	),
	mutant(
		'monitor/rules/incident.ts',
		"status === 'notified' || (status === 'pending'",
		"(status === 'pending'",
		'a ticket is never closed',
	),
	mutant(
		'monitor/rules/incident.ts',
		'nowMs - lastItemMs >= reminderHours',
		'nowMs - lastItemMs > 2 * reminderHours',
		'reminders come at half the pace',
	),
	mutant(
		'monitor/rules/incident.ts',
		"if (newestEnded?.outcome !== 'success') return false;",
		'if (!newestEnded) return false;',
		'a failure closes an incident',
	),
	mutant(
		'monitor/rules/incident.ts',
		'newestEnded.startMs > known.startMs',
		'newestEnded.startMs >= known.startMs',
		'a success that was known already closes an incident',
	),
	mutant(
		'monitor/rules/incident.ts',
		'(newestEnded.endMs ?? newestEnded.startMs) > lastOffMs',
		'true',
		'a run from before the stop closes an incident of a stopped job',
	),
	mutant(
		'monitor/rules/incident.ts',
		"pieces.map((piece) => piece.replaceAll(/[-_]/g, 'x'))",
		'pieces',
		'the pieces of an incident key run together',
	),
	mutant(
		'monitor/rules/incident.ts',
		'const isAlreadyResolved = !wasNotified && ',
		'const isAlreadyResolved = ',
		'every closing item says that the same poll opened it',
	),
	mutant(
		'monitor/rules/incident.ts',
		"if (!incident || incident.status === 'suppressed') return;",
		'if (!incident) return;',
		'current failures are reported although the option is off',
	),
	mutant(
		'monitor/rules/incident.ts',
		'(run.isTest && !includeTestRuns)',
		'run.isTest',
		'Include Test Runs does nothing',
	),
	mutant(
		'monitor/rules/outage.ts',
		'Math.min(nowMs - firstMs, hostMs - firstHostMs) < outageDelayMs',
		'nowMs < firstMs',
		'a server that restarts is reported as an outage',
	),
	mutant(
		'monitor/rules/outage.ts',
		"isPending && settings.events.has('connectionUnreadable')",
		'isPending',
		'an outage is reported although its event is not chosen',
	),
	mutant(
		'monitor/rules/outage.ts',
		'Math.min(nowMs - firstMs, hostMs - firstHostMs)',
		'Math.max(nowMs - firstMs, hostMs - firstHostMs)',
		'a clock that is set ahead turns a restart into an outage',
	),
	mutant(
		'monitor/rules/outage.ts',
		'hostPassedMs < 0 ? hostMs - Math.max(0, passedMs) : known.firstHostMs',
		'known.firstHostMs',
		"an outage is reported hours late after n8n's clock was set back",
	),
	mutant(
		'monitor/rules/selection.ts',
		"byId ?? (name === '' ? [] : (index.byName.get(shortName(name)) ?? []))",
		'byId ?? []',
		'a chosen job is lost once an update gives it a new ID',
	),
	mutant(
		'monitor/rules/selection.ts',
		'polls >= 1 && (reportedMs === null || isDueAgain)',
		'(reportedMs === null || isDueAgain)',
		'a choice that one incomplete list lacks is reported as missing',
	),
	mutant(
		'monitor/rules/selection.ts',
		'lists.every(isJobList) ? false : null',
		'false',
		'a chosen job is reported as missing because its list cannot be read',
	),
	mutant(
		'monitor/rules/servers.ts',
		'(accessHours.serverSyncJob - settings.accessWarningHours)',
		'accessHours.serverSyncJob',
		'servers at risk are reported only after access has ended',
	),
	mutant(
		'monitor/rules/servers.ts',
		'share >= 2 * incident.share',
		'share > incident.share',
		'every further server at risk sends another update',
	),
	mutant(
		'monitor/rules/servers.ts',
		"closedBy: goneCount > 0 ? 'deleted' : null",
		'closedBy: null',
		'servers that ASA has removed count as recovered',
	),
	mutant(
		'monitor/rules/servers.ts',
		"return newest.outcome === 'success'",
		"return newest.outcome !== 'failed'",
		'a job with an unknown result counts as one that succeeds',
	),
	mutant(
		'monitor/rules/servers.ts',
		'nowMs - servers.readMs >= readingIntervalMs',
		'nowMs - servers.readMs >= 0',
		'all servers are read at every poll',
	),
];
