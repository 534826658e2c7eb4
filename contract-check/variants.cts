import { endpointOf } from '../nodes/AsaActiveDirectory/api/endpoints';

/** The last piece of a path that the endpoint may have instead of the assumed one, and what speaks for it. */
interface Variant {
	piece: string;
	reason: string;
}

/** The endpoints whose paths Okta never published. */
export type AssumedName =
	| 'listServerSyncResults'
	| 'getServerSyncResult'
	| 'testServerSyncJob'
	| 'listUserSyncResults'
	| 'getUserSyncResult'
	| 'testUserSyncJob';

const results = (prefix: string): Variant[] => [
	{ piece: 'results', reason: 'the shortest name' },
	{ piece: `ad_${prefix}task_results`, reason: `the results' field ad_${prefix}task_settings_id` },
	{ piece: 'recent_task_results', reason: "the jobs' field recent_task_result" },
	{ piece: 'sync_results', reason: 'what runs is called a sync' },
];

const tests = (prefix: string): Variant[] => [
	{ piece: `ad_${prefix}test_requests`, reason: `the results' field ad_${prefix}test_request_id` },
	{ piece: 'test_request', reason: 'the singular, as in deactivate and schedule' },
	{ piece: 'test', reason: 'a verb, as in deactivate' },
	{ piece: 'run_test', reason: "the jobs' field run_test" },
];

const serverResults = results('');
const userResults: Variant[] = [
	{ piece: 'task_results', reason: 'as for server sync jobs' },
	{ piece: 'user_sync_results', reason: 'the parent is called user_sync_task_settings' },
	...results('user_sync_'),
];

/** Which pieces may stand for the assumed one, the likeliest first. */
export const variants: Record<AssumedName, Variant[]> = {
	listServerSyncResults: serverResults,
	getServerSyncResult: serverResults,
	testServerSyncJob: tests(''),
	listUserSyncResults: userResults,
	getUserSyncResult: userResults,
	testUserSyncJob: [
		{ piece: 'user_sync_test_requests', reason: 'the parent is called user_sync_task_settings' },
		...tests('user_sync_'),
	],
};

/**
 * The path templates to try for an endpoint, each once: the endpoint table's first, then those that the
 * team's own specification names, then the variants.
 *
 * @param named templates from the specification
 */
export function pathsToTry(name: AssumedName, named: string[]): string[] {
	const { path } = endpointOf(name);
	const guesses = variants[name].map(({ piece }) => path.replace(/(\{job\}\/)\w+/, `$1${piece}`));
	return [...new Set([path, ...named, ...guesses])];
}

/** Whether a path template is one of the variants, made from nothing that a server sent. */
export function isVariant(name: string, path: string): boolean {
	return Object.hasOwn(variants, name) && pathsToTry(name as AssumedName, []).includes(path);
}
