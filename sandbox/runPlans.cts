import { z } from 'zod';
import { ControlError } from './errors.cts';
import { describeIssues } from './switches.cts';
import type { Job } from './team.cts';

export type RunOutcome = 'succeed' | 'fail' | 'hang';

/** Longest planned run: the virtual clock's timers reach 24 days. */
const LONGEST_RUN_SECONDS = 20 * 86_400;

const planSchema = z
	.object({
		/** hang: the run doesn't end by itself. */
		outcome: z.enum(['succeed', 'fail', 'hang']),
		/** Virtual seconds; without it by the switch runDurationSeconds. */
		durationSeconds: z.number().int().min(1).max(LONGEST_RUN_SECONDS).optional(),
		/** For how many runs; null is for all that follow. */
		times: z.number().int().min(1).nullable().default(1),
		/** status.summary, any JSON; without it a text that fits the outcome. */
		summary: z.unknown(),
		/** status.detailed_summary, any JSON; without it a text that fits the outcome. */
		detailedSummary: z.unknown(),
		/** Final words in place of the switches' words. */
		taskState: z.string().optional(),
		rulesSummaryStatus: z.string().optional(),
	})
	.strict();

export type RunPlan = Omit<z.infer<typeof planSchema>, 'times'>;
export type RunPlanInput = z.input<typeof planSchema>;

/** What the next runs of each job will come to. Plans follow a job when its id changes. */
export interface RunPlans {
	/** Replaces the plans of a job: one plan or several in order. */
	set(job: Job, plans: unknown): void;
	/** Takes the plan of the next run; undefined when none is left. */
	take(job: Job): RunPlan | undefined;
	/** What is left, for the state. */
	left(job: Job): Array<RunPlan & { times: number | null }>;
}

function keyOf(job: Job): string {
	return `${job.connection.id}/${job.kind}/${job.settings.name}`;
}

export function createRunPlans(): RunPlans {
	const queues = new Map<string, Array<z.infer<typeof planSchema>>>();

	return {
		set(job, plans) {
			const checked = z.array(planSchema).safeParse(Array.isArray(plans) ? plans : [plans]);
			if (!checked.success) throw new ControlError(`Plan: ${describeIssues(checked.error)}`);
			queues.set(keyOf(job), checked.data);
		},
		take(job) {
			const queue = queues.get(keyOf(job)) ?? [];
			if (queue.length === 0) return undefined;
			const { times, ...plan } = queue[0];
			if (times === 1) queue.shift();
			else if (times !== null) queue[0] = { ...plan, times: times - 1 };
			return plan;
		},
		left: (job) => [...(queues.get(keyOf(job)) ?? [])],
	};
}
