import type { FaultRule } from '../../../sandbox/faults.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { echo, quotable } from './echo.cts';
import type { Ambush } from './faultProxy.cts';
import type { Passerby } from './concurrentChange.cts';
import { speed } from '../rig/fastTime.cts';

type Effect = FaultRule['effect'];

/** One thing that goes wrong on the way to ASA or in it. */
export interface Fault {
	name: string;
	/** Of the sandbox: strikes a request or its answer. */
	effect?: Effect;
	/** Of the gate before it. */
	act?: Ambush['act'];
	/** Somebody else changes the team before a request goes on. */
	passerby?: Passerby;
	/** The team behaves in another way from the start: nothing is wrong with it, so that all must go as ever. */
	switches?: SwitchChanges;
	/** For how many seconds it tells whoever asks to wait. */
	waitSeconds?: number;
	/** It does something to lists alone. */
	isOfLists?: boolean;
	/** It does something to requests with a body alone. */
	isOfBodies?: boolean;
	/** Where a list is empty, thousands of requests are sent until it is noticed. */
	isSlow?: boolean;
}

/** Real milliseconds after which a request with the default time-out (30 s) has been given up. */
const tooLateMs = (30_000 / speed) * 1.3;

/** Within the time-out. */
const lateMs = 20;

const farSeconds = 365 * 86_400;

/** A wait that is short enough for a node to come again. */
const shortWaitSeconds = 3;

/** A byte of an answer in a second of the node's time. */
const dripEveryMs = 1_000 / speed;

const retryForms = { 'in seconds': 'retryAfterSeconds', 'as a date': 'retryAfterDate' } as const;

/** An error that says by Retry-After when to come again. */
const retryAfterFaults: Fault[] = [429, 503].flatMap((status) =>
	Object.entries(retryForms).map(([form, retryForm]) => ({
		name: `${status} with Retry-After ${form}`,
		effect: { type: 'status', status, retryAfterSeconds: shortWaitSeconds, retryForm } as const,
		waitSeconds: shortWaitSeconds,
	})),
);

/** A team that isn't as the documents say, without anything being wrong. */
const oddTeams: Fault[] = [
	{ name: 'zero values', switches: { zeroValues: true } },
	{ name: 'unknown fields', switches: { extraFields: 'known' } },
	{ name: 'unknown fields that are refused', switches: { extraFields: 'answersOnly' } },
];

const statuses = [400, 401, 403, 500, 502, 503, 504];

const wrongTypes = ['swap', 'text', 'number', 'null', 'list'] as const;

/** Every fault of the campaign. */
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
	...oddTeams,
	{ name: 'job gets a new id', passerby: 'updatesJob' },
	{ name: 'job vanishes', passerby: 'deletesJob' },
	{ name: 'connection vanishes', passerby: 'deletesConnection' },
];

/** @throws Error where there is no such fault */
export function faultNamed(name: string): Fault {
	const fault = faults.find((candidate) => candidate.name === name);
	if (fault) return fault;
	throw new Error(
		`There is no fault "${name}". There are: ${faults.map((one) => one.name).join(', ')}`,
	);
}
