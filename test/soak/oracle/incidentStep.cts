import type { Kind } from '../team/teamState.cts';
import { accessEnd, failureStreak, type Holding } from './causes.cts';
import type { Choose } from './choices.cts';
import {
	eventOf,
	incidentLine,
	isWorse,
	worstFirst,
	worstSeverity,
	type Cause,
	type Expected,
	type Facts,
} from './expected.cts';
import {
	closing,
	isReminderDue,
	openedAtFact,
	shouldNotifyJobClose,
	type Incident,
} from './incident.cts';
import { waitsForClock, type JobState, type PollContext } from './jobState.cts';
import { endedRuns, orderOf, type Run } from './runs.cts';

/** Opens, updates and closes the incident of a job at one poll. */
export class IncidentStep {
	/** Whether a run failed in the open incident, so that `failed` is one of its causes. */
	failedInIncident = false;

	private readonly nowMs: number;

	/**
	 * @param before the job before the poll
	 * @param state the job at the poll, whose incident changes
	 * @param expected receives the items
	 */
	constructor(
		private readonly before: JobState | null,
		private readonly state: JobState,
		private readonly kind: Kind,
		private readonly context: PollContext,
		private readonly choose: Choose,
		private readonly expected: Expected[],
	) {
		this.nowMs = context.nowMs;
	}

	open(causes: Cause[], ended: Run[], accessEndsAt: number | null): void {
		const { state, nowMs } = this;
		const isAccessEnded =
			causes.includes('access') && accessEndsAt !== null && nowMs >= accessEndsAt;
		const incident: Incident = {
			keyParts: this.keyParts(ended),
			isNotified: false,
			openedAt: null,
			causes,
			severity: worstSeverity(causes),
			newestEnded: ended.at(-1) ?? null,
			accessEndReport: isAccessEnded ? { at: nowMs, seemedEarly: false } : null,
			lastItemAt: nowMs,
			inexactByMs: 0,
		};
		state.incident = incident;
		if (causes.some((cause) => this.isChosen(cause)))
			this.trigger(incident, causes, ended, accessEndsAt);
	}

	openConcluding(holding: Holding, ended: Run[]): void {
		const causes = this.openable(holding.causes);
		if (causes.length > 0) this.open(causes, ended, holding.accessEndsAt);
	}

	/** An incident whose event is newly chosen is notified when another run fails, even if it ends at the same poll. */
	notifyLate(incident: Incident, counted: Run[]): void {
		if (!this.isChosen('failed')) return;
		incident.causes = worstFirst([...incident.causes, 'failed']);
		incident.severity = worstSeverity(incident.causes);
		this.trigger(incident, ['failed'], counted, this.accessEndBefore(counted));
	}

	/** Nothing opens by the clock at a poll whose clock has jumped. */
	private openable(causes: Cause[]): Cause[] {
		const byClock = causes.some((cause) => cause !== 'failed' && cause !== 'stopped');
		if (!byClock || !this.waitsForClock()) return causes;
		return causes.filter((cause) => cause === 'failed' || cause === 'stopped');
	}

	waitsForClock(): boolean {
		return waitsForClock(this.context, this.choose);
	}

	private trigger(incident: Incident, holding: Cause[], ended: Run[], accessEndsAt: number | null) {
		incident.isNotified = true;
		incident.openedAt = this.nowMs;
		this.put(incident, ended, accessEndsAt, {
			event: eventOf[holding[0]],
			action: 'trigger',
			cause: holding[0],
			causes: incident.causes,
			severity: incident.severity,
		});
	}

	/** At most one update a poll: for new causes, for access that has ended, or as a reminder. */
	update(incident: Incident, { causes: holding, accessEndsAt }: Holding, ended: Run[]) {
		const { nowMs } = this;
		const added = this.openable(holding.filter((cause) => !incident.causes.includes(cause)));
		const isAtRisk =
			added.includes('access') ||
			(incident.causes.includes('access') && holding.includes('access'));
		const endsAccess = this.evaluateAccessEnd(incident, accessEndsAt) && isAtRisk;
		const accessEndReport = { at: nowMs, seemedEarly: false };
		if (endsAccess) incident.accessEndReport = accessEndReport;
		const fresh = worstFirst(endsAccess ? [...added, 'access'] : added);
		if (fresh.length > 0) {
			incident.causes = worstFirst([...incident.causes, ...fresh]);
			incident.newestEnded = ended.at(-1) ?? null;
		}
		const severity = fresh.length > 0 ? worstSeverity(fresh) : incident.severity;
		const isRaised = isWorse(severity, incident.severity);
		if (isRaised) incident.severity = severity;
		if (!incident.isNotified) {
			const openable = this.openable(holding);
			if (openable.some((cause) => this.isChosen(cause))) {
				const hasEnded = accessEndsAt !== null && nowMs >= accessEndsAt;
				const notifiesEnd = openable.includes('access') && hasEnded;
				incident.accessEndReport = notifiesEnd ? accessEndReport : null;
				this.trigger(incident, openable, ended, accessEndsAt);
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
		} else if (
			isReminderDue(incident, nowMs, this.context.settings, this.choose) &&
			!this.waitsForClock()
		) {
			this.put(incident, ended, accessEndsAt, {
				event: 'syncStillFailing',
				action: 'update',
				cause: incident.causes[0],
				causes: incident.causes,
				severity: incident.severity,
			});
		}
	}

	/**
	 * Whether access has ended and no report of it counts. A report doesn't count if it came before access ended, as known
	 * now, and a poll since then has found that access had not ended.
	 */
	private evaluateAccessEnd(incident: Incident, accessEndsAt: number | null): boolean {
		const report = incident.accessEndReport;
		if (accessEndsAt === null) return false;
		if (this.nowMs < accessEndsAt) {
			if (report) incident.accessEndReport = { ...report, seemedEarly: true };
			return false;
		}
		if (report && !(report.seemedEarly && accessEndsAt > report.at)) return false;
		return !this.waitsForClock();
	}

	/** Only a success that is newer than what the incident knew resolves it, while the job is active. */
	resolveBySuccess(ended: Run[]): void {
		const { incident, isActive, lastOffAt } = this.state;
		const newest = ended.at(-1);
		if (!incident || !isActive || newest?.outcome !== 'success') return;
		const known = incident.newestEnded;
		if (known && known.id !== newest.id && !this.isNewer(newest, known)) return;
		const wasOffSince = (newest.endedAt ?? 0) <= (lastOffAt ?? 0);
		if (incident.causes.includes('stopped') && wasOffSince) return;
		if (
			known?.id === newest.id &&
			newest.countedOutcome === 'success' &&
			!this.hasChangedOutcome(newest)
		)
			return;
		this.close('success');
		this.failedInIncident = false;
	}

	/** By their places, for corrected runs can have one start. */
	private isNewer(run: Run, known: Run): boolean {
		const { runs } = this.state;
		const place = runs.findIndex(({ id }) => id === known.id);
		return place < 0 ? orderOf(run) > orderOf(known) : runs.indexOf(run) > place;
	}

	/** Whether a run that the incident knew has another outcome by now. */
	private hasChangedOutcome({ id }: Run): boolean {
		const earlier = this.before?.runs.find((run) => run.id === id);
		return earlier !== undefined && earlier.countedOutcome !== 'success';
	}

	close(closedBy: string): void {
		const { incident } = this.state;
		this.state.incident = null;
		if (!incident || !shouldNotifyJobClose(incident, this.context.settings, this.choose)) return;
		if (this.failedInIncident && !incident.causes.includes('failed')) {
			this.addBeforeClosing(incident);
		}
		this.expected.push(closing(incident, closedBy));
	}

	/** A run that failed before the success of the same poll may be a cause, with or without an update. */
	private addBeforeClosing(incident: Incident): void {
		const point = 'what becomes of a run that failed before the closing success of the same poll';
		const choice = this.choose(point, 3);
		if (choice === 0) return;
		const isRaised = isWorse('error', incident.severity);
		if (isRaised) incident.severity = 'error';
		incident.causes = worstFirst([...incident.causes, 'failed']);
		if (choice === 1 || !incident.isNotified) return;
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

	/** When access would have ended if nothing had happened since. */
	accessEndBefore(counted: Run[]): number | null {
		const { state, kind, context, choose } = this;
		const lastSuccess = counted.findLast(({ outcome }) => outcome === 'success') ?? null;
		return accessEnd({ ...state, lastSuccess }, kind, context, choose);
	}

	private isChosen(cause: Cause): boolean {
		return this.context.settings.events.has(eventOf[cause]);
	}

	private keyParts(ended: Run[]): string {
		const { state, kind, context } = this;
		const { lastSuccess } = state;
		const newest = ended.at(-1);
		const isBefore = lastSuccess && (!newest || orderOf(lastSuccess) <= orderOf(newest));
		const stored = isBefore ? lastSuccess : null;
		const success = ended.findLast(({ outcome }) => outcome === 'success') ?? stored;
		return [context.connectionId, kind, state.name, success?.id ?? 'none'].join('/');
	}

	/** How many failures a trigger may count: up to it, or with those that the same poll found after it. */
	private streakLengths(streak: Run[]): number[] {
		const ended = endedRuns(this.state, this.nowMs);
		const later = ended.slice(ended.indexOf(streak.at(-1)!) + 1);
		const success = later.findIndex(({ outcome }) => outcome === 'success');
		const stretch = success < 0 ? later : later.slice(0, success);
		const more = stretch.filter(({ outcome }) => outcome === 'failed').length;
		return [streak.length, streak.length + more];
	}

	private put(
		incident: Incident,
		ended: Run[],
		accessEndsAt: number | null,
		item: Parameters<typeof incidentLine>[0],
	): void {
		incident.lastItemAt = this.nowMs;
		const facts: Facts = {
			access_ends_at: accessEndsAt,
			incident_opened_at: openedAtFact(incident),
			...this.runFacts(ended, item),
		};
		this.expected.push({ line: incidentLine(item), keyParts: incident.keyParts, facts });
	}

	/** What an item says of the runs up to its event; later ones of the same poll are not known to it. */
	private runFacts(
		ended: Run[],
		{ event, action, causes }: Parameters<typeof incidentLine>[0],
	): Facts {
		const facts: Facts = {};
		const success = ended.findLast(({ outcome }) => outcome === 'success');
		if (success) facts.last_success_at = success.firstEndedAt;
		const streak = failureStreak(ended);
		if (streak.length === 0 || !causes.includes('failed')) return facts;
		const isOpening = event === 'syncFailed' && action === 'trigger';
		if (isOpening) facts.consecutive_failures = this.streakLengths(streak);
		// Later on, whether several unknown results end a row of failures is left open.
		const hasUnknown = ended.findLast(({ outcome }) => outcome !== 'failed') !== success;
		if (isOpening || !hasUnknown) facts.failing_since = streak[0].firstEndedAt;
		return facts;
	}
}
