import type { Kind } from '../team/truth.cts';
import type { SeenJob } from '../team/view.cts';
import {
	accessEnd,
	earliestLate,
	failsByUnknown,
	failureRow,
	holdingCauses,
	type Holding,
} from './causes.cts';
import type { Choose } from './choices.cts';
import {
	eventOf,
	incidentLine,
	isClosingTold,
	isWorse,
	resultLine,
	worstFirst,
	worstSeverity,
	type Cause,
	type Expected,
	type Facts,
} from './expected.cts';
import {
	firstSight,
	isQuiet,
	withSettings,
	type Around,
	type Incident,
	type JobState,
} from './jobState.cts';
import { endedRuns, orderOf, refreshRuns, scheduled, type Run } from './runs.cts';
import { hourMs } from './schedule.cts';
import type { Settings } from './settings.cts';

/** What a poll makes of a job. */
export interface Step {
	state: JobState;
	expected: Expected[];
}

/** What one poll sees of a job, by the rules. */
export function stepJob(
	before: JobState | null,
	seen: SeenJob,
	around: Around,
	choose: Choose,
): Step {
	if (before && isQuiet(before, seen, around)) return { state: before, expected: [] };
	return new JobStep(before, seen, around, choose).run();
}

class JobStep {
	private readonly expected: Expected[] = [];

	private readonly state: JobState;

	private readonly isRescheduled: boolean;

	private readonly kind: Kind;

	private readonly now: number;

	/** Whether a run failed in the open incident, so that `failed` is one of its causes. */
	private failedInIncident = false;

	constructor(
		private readonly before: JobState | null,
		seen: SeenJob,
		private readonly around: Around,
		private readonly choose: Choose,
	) {
		this.now = around.now;
		this.kind = seen.kind;
		const { state, isRescheduled } = before
			? withSettings(before, seen, this.now)
			: { state: firstSight(seen, this.now), isRescheduled: false };
		const { known } = refreshRuns(before, seen, around, choose);
		this.state = {
			...state,
			...known,
			runs: known.runs.map((run) => ({ ...run })),
			incident: state.incident && { ...state.incident },
		};
		// The next start is reckoned from the poll that first saw the job only where no run is known.
		if (!before && scheduled(known).length > 0) this.state.reckonedFrom = null;
		this.isRescheduled = isRescheduled;
	}

	run(): Step {
		const { state, before } = this;
		if (before) this.judgeRuns();
		else this.takeBaseline();
		this.reportTestRuns();
		this.conclude();
		state.quiet = this.quiet();
		return { state, expected: this.expected };
	}

	/** The history found at first sight puts out no results. */
	private takeBaseline(): void {
		const { state, now } = this;
		for (const run of endedRuns(state, now)) {
			run.judgedWord = run.word;
			run.reported = true;
		}
	}

	/** Runs that this poll found ended, in the order of their start. */
	private judgeRuns(): void {
		const ended = endedRuns(this.state, this.now);
		const changed = ended.filter(({ word, judgedWord }) => word !== judgedWord);
		for (const run of changed) {
			run.judgedWord = run.word;
			if (!run.reported) this.report(run);
			const judged = ended.filter(({ word, judgedWord }) => word === judgedWord);
			const later = changed.slice(changed.indexOf(run) + 1);
			const endsHere = later.some(({ word }) => word === 'success');
			if (judged.at(-1) === run) this.judge(run, judged, endsHere);
		}
	}

	/** @param endsHere whether a success of the same poll follows; else what holds at the end of the poll counts */
	private judge(run: Run, judged: Run[], endsHere: boolean): void {
		const { incident, hasBeenActive } = this.state;
		if (run.word === 'success') {
			this.resolveBySuccess(judged);
		} else if (run.word === 'failed' && incident) {
			this.failedInIncident = true;
			if (endsHere && !incident.isNotified) this.tellUntold(incident, judged);
		} else if (run.word === 'unknown' && endsHere && hasBeenActive) {
			this.judgeUnknown(judged);
		} else if (run.word === 'failed' && endsHere && hasBeenActive) {
			const { failureThreshold } = this.around.settings;
			if (failureRow(judged).length < failureThreshold) return;
			this.open(['failed'], judged, this.accessEndBefore(judged));
		}
	}

	/** An incident whose event is newly chosen is told when another run fails, even if it ends at the same poll. */
	private tellUntold(incident: Incident, judged: Run[]): void {
		if (!this.isChosen('failed')) return;
		incident.causes = worstFirst([...incident.causes, 'failed']);
		incident.severity = worstSeverity(incident.causes);
		this.trigger(incident, ['failed'], judged, this.accessEndBefore(judged));
	}

	/** An unknown row may have been a failure although a later run of the same poll ends it. */
	private judgeUnknown(judged: Run[]): void {
		const { state, now, choose } = this;
		if (!failsByUnknown({ runs: judged }, now, choose)) return;
		if (choose('whether an unknown row that ends at the same poll was a failure') === 0) return;
		const { incident } = state;
		if (!incident) {
			this.open(['failed'], judged, this.accessEndBefore(judged));
			return;
		}
		this.failedInIncident = true;
		if (!incident.isNotified) this.tellUntold(incident, judged);
	}

	/** When access would have ended if nothing had happened since. */
	private accessEndBefore(judged: Run[]): number | null {
		const { state, kind, around, choose } = this;
		const lastSuccess = judged.findLast(({ word }) => word === 'success') ?? null;
		return accessEnd({ ...state, lastSuccess }, kind, around, choose);
	}

	private report(run: Run): void {
		run.reported = true;
		const isForgotten = run.word === 'unknown' && run.lastSeen < this.now;
		if (
			isForgotten &&
			this.choose('whether an unknown result that the API no longer lists is put out') === 1
		) {
			return;
		}
		this.expected.push({
			line: resultLine(run.word),
			keyParts: null,
			facts: {},
			resultId: run.id,
		});
	}

	/** Results of test runs stay untold unless an option asks for them; the soak test doesn't. */
	private reportTestRuns(): void {
		for (const run of this.state.runs) if (run.isTest) run.reported = true;
	}

	/** What holds at the end of the poll opens an incident, adds to it or closes it. */
	private conclude(): void {
		const { state, now, choose } = this;
		const ended = endedRuns(state, now);
		if (state.incident) this.resolveBySuccess(ended);
		const holding = this.holding();
		const isReplaced =
			this.kind === 'serverSyncJob' && !state.isActive && this.around.hasActiveRival;
		if (isReplaced && state.hasBeenActive) {
			const isSoon = choose('whether a job is replaced at the first or the second poll');
			if (state.offPolls > isSoon) {
				this.close('replaced');
				state.hasBeenActive = false;
				return;
			}
		}
		const { incident } = state;
		if (!incident) {
			if (holding.causes.length > 0) this.openConcluding(holding, ended);
			return;
		}
		const isOverdueAlone = incident.causes.join() === 'overdue';
		if (this.isRescheduled && isOverdueAlone && holding.causes.length === 0) {
			this.close('schedule_changed');
		} else if (this.isUnwatched(holding)) {
			this.close('unwatched');
			state.hasBeenActive = false;
		} else {
			this.update(incident, holding, ended);
		}
	}

	private quiet(): JobState['quiet'] {
		const { state, now, around } = this;
		const isRestless = state.runs.some(({ word }) => word === 'running' || word === 'unknown');
		const newest = endedRuns(state, now).at(-1);
		if (state.incident || !state.isActive || isRestless || newest?.word !== 'success') return null;
		return { until: earliestLate(state, around), settings: around.settings };
	}

	private holding(): Holding {
		const { state, kind, around, choose } = this;
		return holdingCauses(state, kind, around, this.failedInIncident, choose);
	}

	private openConcluding(holding: Holding, ended: Run[]): void {
		const causes = this.openable(holding.causes);
		if (causes.length > 0) this.open(causes, ended, holding.accessEndsAt);
	}

	/** Nothing opens by the clock at a poll whose clock has jumped. */
	private openable(causes: Cause[]): Cause[] {
		const { dateJumped } = this.around;
		const byClock = causes.some((cause) => cause !== 'failed' && cause !== 'stopped');
		if (dateJumped === 'no' || !byClock) return causes;
		const opens =
			dateJumped === 'maybe' && this.choose('what the Date header is compared with') === 0;
		if (opens) return causes;
		return causes.filter((cause) => cause === 'failed' || cause === 'stopped');
	}

	private open(causes: Cause[], ended: Run[], accessEndsAt: number | null): void {
		const { state, now } = this;
		const isAccessEnded = causes.includes('access') && accessEndsAt !== null && now >= accessEndsAt;
		const incident: Incident = {
			keyParts: this.keyParts(ended),
			isNotified: false,
			openedAt: null,
			causes,
			severity: worstSeverity(causes),
			newestEnded: newestOf(ended),
			isAccessEndTold: isAccessEnded,
			lastItemAt: now,
		};
		state.incident = incident;
		if (causes.some((cause) => this.isChosen(cause)))
			this.trigger(incident, causes, ended, accessEndsAt);
	}

	private trigger(incident: Incident, holding: Cause[], ended: Run[], accessEndsAt: number | null) {
		incident.isNotified = true;
		incident.openedAt = this.now;
		this.put(incident, ended, accessEndsAt, {
			event: eventOf[holding[0]],
			action: 'trigger',
			cause: holding[0],
			causes: incident.causes,
			severity: incident.severity,
		});
	}

	/** At most one update a poll: for new causes, for access that has ended, or as a reminder. */
	private update(incident: Incident, { causes: holding, accessEndsAt }: Holding, ended: Run[]) {
		const { now, choose } = this;
		let added = holding.filter((cause) => !incident.causes.includes(cause));
		if (added.length > this.openable(added).length) {
			const adds = choose('whether causes are added while the clock has jumped') === 1;
			if (!adds) added = this.openable(added);
		}
		const endsAccess =
			!incident.isAccessEndTold &&
			(added.includes('access') ||
				(incident.causes.includes('access') && holding.includes('access'))) &&
			accessEndsAt !== null &&
			now >= accessEndsAt;
		if (endsAccess) incident.isAccessEndTold = true;
		const fresh = worstFirst(endsAccess ? [...added, 'access'] : added);
		if (fresh.length > 0) {
			incident.causes = worstFirst([...incident.causes, ...fresh]);
			incident.newestEnded = newestOf(ended);
		}
		const severity = fresh.length > 0 ? worstSeverity(fresh) : incident.severity;
		const isRaised = isWorse(severity, incident.severity);
		if (isRaised) incident.severity = severity;
		if (!incident.isNotified) {
			if (holding.some((cause) => this.isChosen(cause))) {
				this.trigger(incident, holding, ended, accessEndsAt);
			}
		} else if (fresh.length > 0) {
			this.put(incident, ended, accessEndsAt, {
				event: eventOf[fresh[0]],
				action: 'update',
				cause: fresh[0],
				causes: incident.causes,
				severity: incident.severity,
				severityRaised: isRaised,
			});
		} else if (this.isReminderDue(incident)) {
			this.put(incident, ended, accessEndsAt, {
				event: 'syncStillFailing',
				action: 'update',
				cause: incident.causes[0],
				causes: incident.causes,
				severity: incident.severity,
			});
		}
	}

	private isReminderDue({ lastItemAt }: Incident): boolean {
		const { events, reminderHours } = this.around.settings;
		return events.has('syncStillFailing') && this.now - lastItemAt >= reminderHours * hourMs;
	}

	/** Only a success that is newer than what the incident knew resolves it, while the job is active. */
	private resolveBySuccess(ended: Run[]): void {
		const { incident, isActive, lastOffAt } = this.state;
		const newest = ended.at(-1);
		if (!incident || !isActive || newest?.word !== 'success') return;
		const known = incident.newestEnded;
		if (known && known.id !== newest.id && orderOf(newest) <= known.order) return;
		const wasOffSince = (newest.end ?? 0) <= (lastOffAt ?? 0);
		if (incident.causes.includes('stopped') && wasOffSince) return;
		if (known?.id === newest.id && newest.judgedWord === 'success' && !this.hasTurned(newest))
			return;
		this.close('success');
		this.failedInIncident = false;
	}

	/** Whether a run that the incident knew has another word by now. */
	private hasTurned({ id }: Run): boolean {
		const earlier = this.before?.runs.find((run) => run.id === id);
		return earlier !== undefined && earlier.judgedWord !== 'success';
	}

	private close(closedBy: string): void {
		const { incident } = this.state;
		this.state.incident = null;
		if (!incident || !isTold(incident, this.around.settings, this.choose)) return;
		if (this.failedInIncident && !incident.causes.includes('failed')) {
			this.addBeforeClosing(incident);
		}
		this.expected.push(closing(incident, closedBy));
	}

	/** A run that failed before the success of the same poll may be a cause, with or without an update. */
	private addBeforeClosing(incident: Incident): void {
		const point = 'what becomes of a run that failed before the closing success of the same poll';
		const reading = this.choose(point, 3);
		if (reading === 0) return;
		const isRaised = isWorse('error', incident.severity);
		if (isRaised) incident.severity = 'error';
		incident.causes = worstFirst([...incident.causes, 'failed']);
		if (reading === 1 || !incident.isNotified) return;
		const { causes, severity, keyParts } = incident;
		const line = incidentLine({
			event: 'syncFailed',
			action: 'update',
			cause: 'failed',
			causes,
			severity,
			severityRaised: isRaised,
		});
		this.expected.push({ line, keyParts, facts: {} });
	}

	/** A job that stays off is given up one reminder after access has ended, or after the opening. */
	private isUnwatched({ causes, accessEndsAt }: Holding): boolean {
		const { state, now, around } = this;
		const { incident } = state;
		// That it was switched off is told first: `stopped` is a cause of the incident by then.
		if (!incident?.causes.includes('stopped') || !causes.includes('stopped')) return false;
		// Access may have ended long before anybody was told: the incident stays open for a while all the same.
		const from = Math.max(accessEndsAt ?? 0, incident.openedAt ?? incident.lastItemAt);
		return now >= from + around.settings.reminderHours * hourMs;
	}

	private isChosen(cause: Cause): boolean {
		return this.around.settings.events.has(eventOf[cause]);
	}

	private keyParts(ended: Run[]): string {
		const { state, kind, around } = this;
		const { lastSuccess } = state;
		const newest = ended.at(-1);
		const isBefore = lastSuccess && (!newest || orderOf(lastSuccess) <= orderOf(newest));
		const stored = isBefore ? lastSuccess : null;
		const success = ended.findLast(({ word }) => word === 'success') ?? stored;
		return [around.connectionId, kind, state.name, success?.id ?? 'none'].join('/');
	}

	/** How many failures a trigger may count: up to it, or with those that the same poll found after it. */
	private rowLengths(row: Run[]): number[] {
		const ended = endedRuns(this.state, this.now);
		const later = ended.slice(ended.indexOf(row.at(-1)!) + 1);
		const success = later.findIndex(({ word }) => word === 'success');
		const stretch = success < 0 ? later : later.slice(0, success);
		const more = stretch.filter(({ word }) => word === 'failed').length;
		return [row.length, row.length + more];
	}

	private put(
		incident: Incident,
		ended: Run[],
		accessEndsAt: number | null,
		item: Parameters<typeof incidentLine>[0],
	): void {
		incident.lastItemAt = this.now;
		const facts: Facts = { access_ends_at: accessEndsAt, incident_opened_at: incident.openedAt };
		const row = failureRow(ended);
		if (item.event === 'syncFailed' && item.action === 'trigger') {
			// What a row of unknown results counts as failing since is left open.
			if (row.length > 0) facts.consecutive_failures = this.rowLengths(row);
			if (row.length > 0) facts.failing_since = row[0].end;
		}
		this.expected.push({ line: incidentLine(item), keyParts: incident.keyParts, facts });
	}
}

function newestOf(ended: Run[]): Incident['newestEnded'] {
	const newest = ended.at(-1);
	return newest ? { id: newest.id, order: orderOf(newest) } : null;
}

/** Whether the end of a job's incident is told. */
export function isTold(incident: Incident, settings: Settings, choose: Choose): boolean {
	const events = incident.causes.map((cause) => eventOf[cause]);
	return isClosingTold(incident.isNotified, events, settings, choose);
}

/** The item that closes an incident. */
export function closing(incident: Incident, closedBy: string): Expected {
	const { causes, keyParts } = incident;
	const line = incidentLine({
		event: 'syncRecovered',
		action: 'resolve',
		cause: causes[0],
		causes,
		severity: 'info',
		closedBy,
	});
	return { line, keyParts, facts: { incident_opened_at: incident.openedAt } };
}
