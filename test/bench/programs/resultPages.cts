import { keptOpen, startWorld, tokenOf, type World } from './world.cts';
import axios from 'axios';

/** So many results does the job of `startResultWorld` have. */
export const resultCount = 20_000;

/** A team with one job and its 20,000 results; the API keeps them all. */
export async function startResultWorld(packageFolder: string): Promise<World> {
	return await startWorld({
		packageFolder,
		dataset: {
			connections: 1,
			serverJobsPerConnection: 1,
			userJobsPerConnection: 0,
			frequencies: { 1: 1 },
			historyDays: 840,
		},
		switches: { keepResults: resultCount },
	});
}

/** Reads a list to its end along its `next` links, by axios alone. */
export async function bareList({ sandbox }: World, address: string): Promise<object[]> {
	const headers = { Authorization: `Bearer ${await tokenOf(sandbox)}` };
	const httpAgent = keptOpen();
	const get = async (url: string) =>
		await axios.get<{ list: object[] }>(url, { headers, httpAgent });
	const all: object[] = [];
	let next: string | undefined = address;
	while (next) {
		const { data, headers: answered } = await get(next);
		all.push(...data.list);
		next = /<([^>]*)>; rel="next"/.exec(String(answered.link))?.[1];
	}
	return all;
}
