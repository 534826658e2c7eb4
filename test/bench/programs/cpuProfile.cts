import { Session, type Profiler } from 'node:inspector/promises';

/** Does work and records where CPU time goes, one sample every 0.1 ms. */
export async function cpuProfileOf(work: () => Promise<unknown>): Promise<Profiler.Profile> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: 100 });
	await session.post('Profiler.start');
	await work();
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();
	return profile;
}
