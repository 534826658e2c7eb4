import type { Profiler } from 'node:inspector';

/** Where CPU time went, as shares of all that wasn't idle. */
export interface ProfileSummary {
	busyMilliseconds: number;
	/** By whose code was running. */
	owners: Record<string, number>;
	/** By what was being done, whoever did it: functions of n8n and Node.js with all that they call. */
	tasks: Record<string, number>;
}

export const owners = {
	own: 'this package',
	n8n: 'n8n',
	libraries: "n8n's libraries (axios, luxon, ...)",
	node: 'Node.js (network, JSON, timers)',
	garbage: 'garbage collection',
	bench: "the engine around it, in place of n8n's server",
};

/** Functions of n8n and Node.js whose time is reported separately. */
export const tasks: Record<string, string> = {
	getNodeParameter: 'reading parameters',
	getCredentials: 'reading the credential (from memory here)',
	authenticate: 'authenticating the request',
	connect: 'opening connections',
};

/**
 * Sums up a CPU profile.
 *
 * @param packageFolder the folder of the measured package
 */
export function summarise(
	{ nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
	packageFolder: string,
): ProfileSummary {
	const nodeOf = new Map(nodes.map((node) => [node.id, node]));
	const parentOf = new Map(
		nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
	);
	const byOwner: Record<string, number> = {};
	const byTask: Record<string, number> = {};
	let busy = 0;
	samples.forEach((id, index) => {
		const frame = nodeOf.get(id)?.callFrame;
		if (!frame || frame.functionName === '(idle)') return;
		const time = timeDeltas[index];
		busy += time;
		add(byOwner, ownerOf(frame, packageFolder), time);
		for (const task of tasksAbove(id, nodeOf, parentOf)) add(byTask, task, time);
	});
	const shares = (times: Record<string, number>) =>
		Object.fromEntries(Object.entries(times).map(([name, time]) => [name, time / busy]));
	return { busyMilliseconds: busy / 1000, owners: shares(byOwner), tasks: shares(byTask) };
}

function add(sums: Record<string, number>, name: string, time: number): void {
	sums[name] = (sums[name] ?? 0) + time;
}

function ownerOf({ functionName, url }: { functionName: string; url: string }, folder: string) {
	if (functionName === '(garbage collector)') return owners.garbage;
	if (url === '' || url.startsWith('node:')) return owners.node;
	if (url.includes(folder)) return owners.own;
	if (/node_modules\/(n8n-|@n8n\/)(?!.*node_modules)/.test(url)) return owners.n8n;
	return url.includes('node_modules') ? owners.libraries : owners.bench;
}

/** The tasks that a function is part of. */
function tasksAbove(
	id: number,
	nodeOf: Map<number, Profiler.ProfileNode>,
	parentOf: Map<number, number>,
): Set<string> {
	const found = new Set<string>();
	for (let at: number | undefined = id; at !== undefined; at = parentOf.get(at)) {
		const name = nodeOf.get(at)?.callFrame.functionName.split('.').at(-1) ?? '';
		if (Object.hasOwn(tasks, name)) found.add(tasks[name]);
	}
	return found;
}
