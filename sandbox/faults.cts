import { z } from 'zod';
import {
	asaEndpoints,
	endpointsBesides,
	type EndpointKey,
	type OtherEndpointName,
} from './endpoints.cts';
import { ControlError } from './errors.cts';
import { effectSchema, type Effect } from './effectTable.cts';
import { createRandom, type Random } from './random.cts';
import { describeIssues } from './switches.cts';

const otherEndpoints = Object.keys(endpointsBesides) as [OtherEndpointName, ...OtherEndpointName[]];

/** A number of the contract's table or a name; two numbers have a name too. */
const endpointKey = z.union([
	z.number().int().min(1).max(asaEndpoints.length),
	z.enum(otherEndpoints),
	z.literal('gateways').transform(() => 26),
	z.literal('projects').transform(() => 28),
]);

const ruleSchema = z
	.object({
		/** Which requests: all that fit every given part. */
		match: z
			.object({
				method: z.string().optional(),
				/** A regular expression on the path with its query, as sent. */
				path: z.string().refine(isRegExp, 'must be a regular expression').optional(),
				endpoint: endpointKey.optional(),
			})
			.strict()
			.default({}),
		effect: effectSchema,
		/** How often it applies; null: always. */
		times: z.number().int().min(1).nullable().default(null),
		/** The share of matching requests that it applies to, 0 to 1. */
		probability: z.number().min(0).max(1).default(1),
		/** Of its own random numbers. */
		seed: z.number().int().default(1),
		/** Lets that many matching requests pass first. */
		afterRequests: z.number().int().min(0).default(0),
	})
	.strict();

export type FaultRule = z.input<typeof ruleSchema>;
type CheckedRule = z.infer<typeof ruleSchema>;

/** A rule with the number of requests that it matched and that it applied to. */
export type FaultReport = CheckedRule & { matched: number; applied: number };

interface ActiveRule {
	report: FaultReport;
	pattern: RegExp | null;
	random: Random;
}

/** What a rule looks at. */
export interface FaultTarget {
	method: string;
	/** As sent, with the query. */
	url: string;
	endpoint: EndpointKey | null;
}

export interface Faults {
	/** Puts these rules in place of the present ones. @throws ControlError */
	replace(rules: unknown): void;
	/** Adds one rule behind the present ones. @throws ControlError */
	add(rule: unknown): void;
	report(): FaultReport[];
	/** The effects that apply to a request, in the order of the rules. */
	effectsOn(target: FaultTarget): Effect[];
}

export function createFaults(): Faults {
	let active: ActiveRule[] = [];

	return {
		replace(rules) {
			if (!Array.isArray(rules)) throw new ControlError('Faults: expected a list of rules');
			active = rules.map(activate);
		},
		add(rule) {
			active.push(activate(rule));
		},
		report: () => active.map(({ report }) => ({ ...report })),
		effectsOn: (target) =>
			active.filter((rule) => applies(rule, target)).map(({ report }) => report.effect),
	};
}

function activate(rule: unknown): ActiveRule {
	const checked = ruleSchema.safeParse(rule);
	if (!checked.success) throw new ControlError(`Fault: ${describeIssues(checked.error)}`);
	const { match, seed } = checked.data;
	return {
		report: { ...checked.data, matched: 0, applied: 0 },
		pattern: match.path === undefined ? null : new RegExp(match.path),
		random: createRandom(seed),
	};
}

/** Counts as it goes: a rule sees each matching request once. */
function applies({ report, pattern, random }: ActiveRule, target: FaultTarget): boolean {
	const { match, times, probability, afterRequests } = report;
	if (match.method !== undefined && match.method.toUpperCase() !== target.method) return false;
	if (match.endpoint !== undefined && match.endpoint !== target.endpoint) return false;
	if (pattern && !pattern.test(target.url)) return false;

	report.matched += 1;
	if (report.matched <= afterRequests) return false;
	if (times !== null && report.applied >= times) return false;
	if (probability < 1 && random.fraction() >= probability) return false;
	report.applied += 1;
	return true;
}

function isRegExp(source: string): boolean {
	try {
		new RegExp(source);
		return true;
	} catch {
		return false;
	}
}
