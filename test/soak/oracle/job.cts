import type { Kind } from '../team/teamState.cts';
import type { SeenJob } from '../team/view.cts';
import {
	earliestLate,
	failsByUnknown,
	failureStreak,
	holdingCauses,
	type Holding,
} from './causes.cts';
import type { Choose } from './choices.cts';
import { resultLine, type Expected, type Facts } from './expected.cts';
import { IncidentStep } from './incidentStep.cts';
import {
	initialState,
	isIdle,
	withSettings,
	type JobState,
	type PollContext,
} from './jobState.cts';
import { endedRuns, refreshRuns, scheduled, type Run } from './runs.cts';
import { hourMs } from './schedule.cts';

/** The state of a job after a poll, and its expected items. */
export interface Step {
	state: JobState;
	expected: Expected[];
}

/** What one poll sees of a job, by the rules. */
export function stepJob(
	before: JobState | null,
	seen: SeenJob,
	context: PollContext,
	choose: Choose,
): Step {
	if (before && isIdle(before, seen, context)) return { state: before, expected: [] };
	return new JobStep(before, seen, context, choose).run();
}

class JobStep {
	private readonly expected: Expected[] = [];

	private readonly state: JobState;

	private readonly isRescheduled: boolean;

	private readonly isReplaced: boolean;

	private readonly isListUnreadable: boolean;

	private readonly kind: Kind;

	private readonly nowMs: number;

	private readonly incidents: IncidentStep;

	constructor(
		private readonly before: JobState | null,
		seen: SeenJob,
		private readonly context: PollContext,
		private readonly choose: Choose,
	) {
		this.nowMs = context.nowMs;
		this.kind = seen.kind;
		const { state, isRescheduled } = before
			? withSettings(before, seen, this.nowMs)
			: { state: initialState(seen, this.nowMs), isRescheduled: false };
		const { known, isListUnreadable } = refreshRuns(before, seen, context, choose);
		this.isListUnreadable = isListUnreadable;
		this.state = {
			...state,
			...known,
			runs: known.runs.map((run) => ({ ...run })),
			incident: state.incident && { ...state.incident },
		};
		// The next start is calculated from the poll that first saw the job only if no run is known.
		if (!before && scheduled(known).length > 0) this.state.scheduleFromAt = null;
		this.isRescheduled = isRescheduled;
		this.isReplaced = this.becomesReplaced();
		this.incidents = new IncidentStep(
			before,
			this.state,
			this.kind,
			context,
			choose,
			this.expected,
		);
	}

	run(): Step {
		const { state, before } = this;
		if (before) this.evaluateRuns();
		else this.takeBaseline();
		this.reportTestRuns();
		this.conclude();
		state.idle = this.idle();
		return { state, expected: this.expected };
	}

	/** Results that the first poll finds are not reported. */
	private takeBaseline(): void {
		const { state, nowMs } = this;
		for (const run of endedRuns(state, nowMs)) {
			run.countedOutcome = run.outcome;
			run.reported = true;
		}
	}

	/** Runs that this poll found ended, in the order of their start. */
	private evaluateRuns(): void {
		const ended = endedRuns(this.state, this.nowMs);
		const changed = ended.filter(({ outcome, countedOutcome }) => outcome !== countedOutcome);
		for (const run of ended) {
			if (!run.reported && !changed.includes(run) && run.isReceived) this.report(run);
		}
		for (const run of changed) {
			run.countedOutcome = run.outcome;
			if (!run.reported) this.report(run);
			const counted = ended.filter(({ outcome, countedOutcome }) => outcome === countedOutcome);
			const later = changed.slice(changed.indexOf(run) + 1);
			const endsHere = later.some(({ outcome }) => outcome === 'success');
			if (counted.at(-1) === run && !this.isReplaced) this.evaluate(run, counted, endsHere);
		}
	}

	/** Whether another job replaces it at this poll, so that it has no cause from here on, nor by runs of before. */
	private becomesReplaced(): boolean {
		const { state, kind, context, choose } = this;
		const { isActive, hasBeenActive, offPolls } = state;
		if (kind !== 'serverSyncJob' || isActive || !context.hasActiveSibling || !hasBeenActive) {
			return false;
		}
		return offPolls > choose('whether a job is replaced at the first or the second poll');
	}

	/** @param endsHere whether a success of the same poll follows; else what holds at the end of the poll counts */
	private evaluate(run: Run, counted: Run[], endsHere: boolean): void {
		const { incident, hasBeenActive } = this.state;
		if (run.outcome === 'success') {
			this.incidents.resolveBySuccess(counted);
		} else if (run.outcome === 'failed' && incident) {
			this.incidents.failedInIncident = true;
			if (endsHere && !incident.isNotified) this.incidents.notifyLate(incident, counted);
		} else if (run.outcome === 'unknown' && endsHere && hasBeenActive) {
			this.evaluateUnknown(counted);
		} else if (run.outcome === 'failed' && endsHere && hasBeenActive) {
			const { failureThreshold } = this.context.settings;
			if (failureStreak(counted).length < failureThreshold) return;
			this.incidents.open(['failed'], counted, this.incidents.accessEndBefore(counted));
		}
	}

	/** A streak of unknown results may have been a failure although a later run of the same poll ends it. */
	private evaluateUnknown(counted: Run[]): void {
		const { state, nowMs, choose } = this;
		if (!failsByUnknown({ runs: counted }, nowMs, choose)) return;
		if (choose('whether an unknown streak that ends at the same poll was a failure') === 0) return;
		const { incident } = state;
		if (!incident) {
			this.incidents.open(['failed'], counted, this.incidents.accessEndBefore(counted));
			return;
		}
		this.incidents.failedInIncident = true;
		if (!incident.isNotified) this.incidents.notifyLate(incident, counted);
	}

	private report(run: Run): void {
		const isUnread = run.outcome === 'unknown' && !run.isReceived;
		// An unknown result that ASA no longer lists is put out; one that this poll could not read may wait.
		if (isUnread && this.isListUnreadable) {
			if (this.choose('whether an unknown result waits for a poll that can read it') === 1) return;
		}
		run.reported = true;
		this.expected.push({
			line: resultLine(run.outcome),
			keyParts: null,
			facts: runFacts(run),
			resultId: run.id,
		});
	}

	/** Results of test runs are not reported without an option, which the soak test does not set. */
	private reportTestRuns(): void {
		for (const run of this.state.runs) if (run.isTest) run.reported = true;
	}

	/** What holds at the end of the poll opens an incident, adds to it or closes it. */
	private conclude(): void {
		const { state, nowMs } = this;
		const ended = endedRuns(state, nowMs);
		if (state.incident) this.incidents.resolveBySuccess(ended);
		const holding = this.holding();
		if (this.isReplaced) {
			this.incidents.close('replaced');
			state.hasBeenActive = false;
			return;
		}
		const { incident } = state;
		if (!incident) {
			if (holding.causes.length > 0) this.incidents.openConcluding(holding, ended);
			return;
		}
		const isOverdueAlone = incident.causes.join() === 'overdue';
		if (this.isRescheduled && isOverdueAlone && holding.causes.length === 0) {
			this.incidents.close('schedule_changed');
		} else if (this.isUnwatched(holding)) {
			this.incidents.close('unwatched');
			state.hasBeenActive = false;
		} else {
			this.incidents.update(incident, holding, ended);
		}
	}

	private idle(): JobState['idle'] {
		const { state, nowMs, context } = this;
		const isRestless = state.runs.some(
			({ outcome }) => outcome === 'running' || outcome === 'unknown',
		);
		const newest = endedRuns(state, nowMs).at(-1);
		if (state.incident || !state.isActive || isRestless || newest?.outcome !== 'success')
			return null;
		return { endsAt: earliestLate(state, context), settings: context.settings };
	}

	private holding(): Holding {
		const { state, kind, context, choose } = this;
		return holdingCauses(state, kind, context, this.incidents.failedInIncident, choose);
	}

	/** A job that stays inactive is no longer watched one reminder interval after access has ended, or after the opening. */
	private isUnwatched({ causes, accessEndsAt }: Holding): boolean {
		const { state, nowMs, context } = this;
		const { incident } = state;
		// Its deactivation is reported first: `stopped` must already be a cause of the incident.
		if (!incident?.causes.includes('stopped') || !causes.includes('stopped')) return false;
		// Access may have ended long before the first notification: the incident still stays open for the interval.
		const fromAt = Math.max(accessEndsAt ?? 0, incident.openedAt ?? incident.lastItemAt);
		const isDue = nowMs >= fromAt + context.settings.reminderHours * hourMs;
		return isDue && !this.incidents.waitsForClock();
	}
}

/** A run's times. Whether one without a start has another start is left open. */
function runFacts({ startedAt, endedAt }: Run): Facts {
	if (startedAt === null) return { finished_at: endedAt };
	const lasted = endedAt === null ? null : [(endedAt - startedAt) / 1000];
	return { started_at: startedAt, finished_at: endedAt, duration_seconds: lasted };
}
