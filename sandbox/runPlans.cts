import { z } from 'zod';
import { ControlError } from './errors.cts';
import { describeIssues } from './switches.cts';
import type { Job } from './team.cts';
import { fromRfc3339 } from './time.cts';

export type RunOutcome = 'succeed' | 'fail' | 'timeout' | 'hang';

/** Longest planned run: the virtual clock's timers reach 24 days. */
const longestRunSeconds = 20 * 86_400;

const planSchema = z
	.object({
		/** hang: the run doesn't end until it is ended by the control. */
		outcome: z.enum(['succeed', 'fail', 'timeout', 'hang']),
		/** Virtual seconds; without it by the switch runDurationSeconds. */
		durationSeconds: z.number().int().min(1).max(longestRunSeconds).optional(),
		/** For how many runs; null is for all that follow. */
		times: z.number().int().min(1).nullable().default(1),
		/** status.summary, any JSON; without it a text that fits the outcome. */
		summary: z.unknown(),
		/** status.detailed_summary, any JSON; without it a text that fits the outcome. */
		detailedSummary: z.unknown(),
		/** Final words in place of the switches' words, and words while it runs. */
		taskState: z.string().optional(),
		rulesSummaryStatus: z.string().optional(),
		runningTaskState: z.string().optional(),
		runningRulesSummaryStatus: z.string().optional(),
		/** created_at, RFC 3339, in place of the time of the start. */
		createdAt: z.string().refine(isTime, 'must be an RFC 3339 time').optional(),
		/** By how much the clock that stamps created_at and updated_at is ahead. */
		clockOffsetSeconds: z.number().int().optional(),
		/** The result appears only this long after the run's end. */
		appearDelaySeconds: z.number().int().min(0).optional(),
	})
	.strict();

export type RunPlan = Omit<z.infer<typeof planSchema>, 'times'>;
export type RunPlanInput = z.input<typeof planSchema>;

/** The planned outcomes of each job's next runs. Plans follow a job when an update changes its id. */
export interface RunPlans {
	/** Replaces the plans of a job: one plan or several in order. */
	set(job: Job, plans: unknown): void;
	/** Gives the plans of a job to the one that took its place. */
	follow(old: Job, job: Job): void;
	/** Takes the plan of the next run; undefined when none is left. */
	take(job: Job): RunPlan | undefined;
	/** What is left, for the state. */
	left(job: Job): Array<RunPlan & { times: number | null }>;
}

function isTime(text: string): boolean {
	try {
		fromRfc3339(text);
		return true;
	} catch {
		return false;
	}
}

export function createRunPlans(): RunPlans {
	const queues = new Map<string, Array<z.infer<typeof planSchema>>>();

	return {
		set(job, plans) {
			const checked = z.array(planSchema).safeParse(Array.isArray(plans) ? plans : [plans]);
			if (!checked.success) throw new ControlError(`Plan: ${describeIssues(checked.error)}`);
			queues.set(job.id, checked.data);
		},
		follow(old, job) {
			const queue = queues.get(old.id);
			if (!queue) return;
			queues.delete(old.id);
			queues.set(job.id, queue);
		},
		take(job) {
			const queue = queues.get(job.id) ?? [];
			if (queue.length === 0) return undefined;
			const { times, ...plan } = queue[0];
			if (times === 1) queue.shift();
			else if (times !== null) queue[0] = { ...plan, times: times - 1 };
			return plan;
		},
		left: (job) => [...(queues.get(job.id) ?? [])],
	};
}
