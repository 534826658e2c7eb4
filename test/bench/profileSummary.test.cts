import type { Profiler } from 'node:inspector';
import { owners, summarise } from './profileSummary.cts';

/** Frames that call each other in a row, each with the microseconds of its own. */
function chain(frames: Array<[name: string, url: string, self: number]>): Profiler.Profile {
	return {
		nodes: frames.map(([functionName, url], index) => ({
			id: index + 1,
			callFrame: { functionName, url, scriptId: '1', lineNumber: 1, columnNumber: 1 },
			children: index + 1 < frames.length ? [index + 2] : [],
		})),
		startTime: 0,
		endTime: 1,
		samples: frames.map((_, index) => index + 1),
		timeDeltas: frames.map(([, , self]) => self),
	};
}

const modules = 'file:///clone/node_modules';

const profile = chain([
	['(idle)', '', 900],
	['execute', 'file:///measured/package/dist/nodes/get.js', 10],
	['ExecuteContext.getNodeParameter', `${modules}/n8n-core/dist/context.js`, 20],
	['now', `${modules}/luxon/luxon.js`, 30],
	['(garbage collector)', '', 15],
	['connect', 'node:net', 5],
	['tell', 'file:///clone/test/bench/x.cts', 20],
]);

it('reports whose code took the time that was not idle', () => {
	const { busyMilliseconds, owners: shares } = summarise(profile, '/measured/package');
	expect(busyMilliseconds).toBe(0.1);
	expect(shares).toEqual({
		[owners.own]: 0.1,
		[owners.n8n]: 0.2,
		[owners.libraries]: 0.3,
		[owners.garbage]: 0.15,
		[owners.node]: 0.05,
		[owners.bench]: 0.2,
	});
});

it('reports what was being done, with all that was called for it', () => {
	const { tasks } = summarise(profile, '/measured/package');
	expect(tasks['reading parameters']).toBeCloseTo(0.9);
	expect(tasks['opening connections']).toBeCloseTo(0.25);
	expect(tasks['decrypting the credential']).toBeUndefined();
});
