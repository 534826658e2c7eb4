import type { FaultRule } from '../../../sandbox/faults.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { echo, quotable } from '../../helpers/echo.cts';
import type { ProxyFault } from '../../helpers/faultProxy.cts';
import type { ConcurrentChange } from './concurrentChange.cts';
import { speed } from '../../helpers/fastTime.cts';

type Effect = FaultRule['effect'];

/** One thing that goes wrong in ASA or on the way to it. */
export interface Fault {
	name: string;
	/** Injected by the sandbox, into a request or its response. */
	effect?: Effect;
	/** Injected by the proxy in front of the sandbox. */
	act?: ProxyFault['act'];
	/** Another client changes the team before a request is forwarded. */
	concurrentChange?: ConcurrentChange;
	/** The team behaves differently from the start. Nothing is wrong with it, so everything must succeed. */
	switches?: SwitchChanges;
	/** How many seconds it asks the client to wait. */
	waitSeconds?: number;
	/** It affects only lists. */
	isOfLists?: boolean;
	/** It affects only requests with a body. */
	isOfBodies?: boolean;
	/** If a list is empty, it takes thousands of requests to notice. */
	isSlow?: boolean;
}

/** Real milliseconds after which a request with the default time-out (30 s) has been given up. */
const tooLateMs = (30_000 / speed) * 1.3;

/** Within the time-out. */
const lateMs = 20;

const farSeconds = 365 * 86_400;

/** Short enough for a node to retry. */
const shortWaitSeconds = 3;

/** One byte of a response in each second of the node's time. */
const dripEveryMs = 1_000 / speed;

const retryForms = { 'in seconds': 'retryAfterSeconds', 'as a date': 'retryAfterDate' } as const;

/** An error whose Retry-After header says when to retry. */
const retryAfterFaults: Fault[] = [429, 503].flatMap((status) =>
	Object.entries(retryForms).map(([form, retryForm]) => ({
		name: `${status} with Retry-After ${form}`,
		effect: { type: 'status', status, retryAfterSeconds: shortWaitSeconds, retryForm } as const,
		waitSeconds: shortWaitSeconds,
	})),
);

/** A team that differs from Okta's documentation, although nothing is wrong. */
const unusualTeams: Fault[] = [
	{ name: 'zero values', switches: { zeroValues: true } },
	{ name: 'unknown fields', switches: { extraFields: 'known' } },
	{ name: 'unknown fields that are refused', switches: { extraFields: 'answersOnly' } },
];

const statuses = [400, 401, 403, 500, 502, 503, 504];

const wrongTypes = ['swap', 'text', 'number', 'null', 'list'] as const;

/** Every fault of the suite. */
export const faults: Fault[] = [
	{ name: 'late answer', effect: { type: 'latency', milliseconds: lateMs } },
	{ name: 'answer after the time-out', effect: { type: 'latency', milliseconds: tooLateMs } },
	{ name: 'no answer', effect: { type: 'noAnswer' } },
	{ name: 'connection refused', act: 'refuse' },
	{ name: 'reset before', effect: { type: 'reset', when: 'before' } },
	{ name: 'reset in the middle', effect: { type: 'reset', when: 'middle' } },
	{ name: 'reset after', effect: { type: 'reset', when: 'after' } },
	{ name: '429 for 2 s', effect: { type: 'status', status: 429, retryAfterSeconds: 2 } },
	{ name: '429 without a time', effect: { type: 'status', status: 429 } },
	{ name: '429 for an hour', effect: { type: 'status', status: 429, retryAfterSeconds: 3600 } },
	{
		name: '429 for a year',
		effect: { type: 'status', status: 429, retryAfterSeconds: farSeconds },
	},
	...retryAfterFaults,
	...statuses.map((status) => ({
		name: `status ${status}`,
		effect: { type: 'status', status } as const,
	})),
	...[200, 404, 502].map((status) => ({
		name: `HTML with ${status}`,
		effect: { type: 'html', status } as const,
	})),
	{ name: 'redirect on the host', effect: { type: 'redirect' } },
	{
		name: 'redirect to another host',
		effect: { type: 'redirect', status: 307, location: 'http://127.0.0.1:9/v1/elsewhere' },
	},
	{
		name: 'answer that drips',
		effect: { type: 'drip', bytes: 64, everyMilliseconds: dripEveryMs },
	},
	{
		name: 'answer that drips without end',
		effect: { type: 'drip', everyMilliseconds: dripEveryMs, endless: true },
	},
	{ name: 'truncated body', effect: { type: 'truncatedBody' } },
	{ name: 'empty body', effect: { type: 'emptyBody' } },
	{ name: 'JSON called text', effect: { type: 'contentType', value: 'text/plain' } },
	...wrongTypes.map((variant) => ({
		name: `wrong types: ${variant}`,
		effect: { type: 'wrongTypes', variant } as const,
	})),
	{ name: 'next link that loops', effect: { type: 'repeatedCursor' }, isOfLists: true },
	{ name: 'next link elsewhere', effect: { type: 'foreignNext' }, isOfLists: true },
	{
		name: 'next link without end',
		effect: { type: 'endlessPaging' },
		isOfLists: true,
		isSlow: true,
	},
	{ name: 'tokens expire', effect: { type: 'expireTokens' } },
	...quotable.map((what) => ({
		name: `refusal that quotes ${what}`,
		act: echo(what),
		isOfBodies: what !== 'the headers',
	})),
	...unusualTeams,
	{ name: 'job gets a new id', concurrentChange: 'updatesJob' },
	{ name: 'job vanishes', concurrentChange: 'deletesJob' },
	{ name: 'connection vanishes', concurrentChange: 'deletesConnection' },
];

/** @throws Error if there is no such fault */
export function faultNamed(name: string): Fault {
	const fault = faults.find((candidate) => candidate.name === name);
	if (fault) return fault;
	throw new Error(
		`There is no fault "${name}". There are: ${faults.map((one) => one.name).join(', ')}`,
	);
}
