import { createEvidence } from '../../../contract-check/record.cts';
import { Team } from '../../../contract-check/team.cts';
import {
	isOwnTemplate,
	maxPaths,
	pathsToTry,
	search,
	searchedNames,
	variantsOf,
	type SearchedName,
} from '../../../contract-check/variants.cts';
import { endpoints } from '../../../nodes/AsaActiveDirectory/asa/endpoints';
import { templateProblem } from '../../../nodes/AsaActiveDirectory/asa/auth/target';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { closeAll, credentialOf, startTeam } from './support.cts';

/** Some tests search for many paths. */
jest.setTimeout(60_000);

afterEach(closeAll);

const teamPrefix = '/v1/teams/{team}/';
const serverJob = `${teamPrefix}integrations/ad_connections/{connection}/task_settings/{job}`;
const userJob = `${teamPrefix}integrations/ad_connections/{connection}/user_sync_task_settings/{job}`;

/** What was guessed of four paths before Okta published them. */
const oldGuesses: Array<[SearchedName, string]> = [
	['getServerSyncResult', `${serverJob}/task_results/{result}`],
	['testServerSyncJob', `${serverJob}/test_requests`],
	['getUserSyncResult', `${userJob}/user_sync_task_results/{result}`],
	['testUserSyncJob', `${userJob}/test_requests`],
];

/** The tails of the variants of a path, after the job's ID. */
const tails = (path: string) => variantsOf(path).map((variant) => variant.split('{job}/')[1]);

describe('variantsOf', () => {
	it.each([...searchedNames.map((name) => endpoints[name].path), ...oldGuesses.map(([, p]) => p)])(
		'%s: itself first, each once, few, and each fit to be a Path Correction',
		(path) => {
			const variants = variantsOf(path);
			expect(variants[0]).toBe(path);
			expect(new Set(variants).size).toBe(variants.length);
			expect(variants.length).toBeGreaterThan(8);
			expect(variants.length).toBeLessThanOrEqual(maxPaths);
			for (const variant of variants) expect(templateProblem(variant, path)).toBeUndefined();
		},
	);

	it('adds, removes and replaces pieces, the likely ones first', () => {
		expect(tails(`${serverJob}/task_results/{result}`).slice(0, 7)).toEqual([
			'task_results/{result}',
			'task_results/{result}/detailed_summary',
			'task_result/{result}',
			'task_results/{result}/details',
			'task_result/{result}/detailed_summary',
			'results/{result}',
			'task_results/{result}/summary',
		]);
		expect(tails(`${serverJob}/task_results/{result}/detailed_summary`)[1]).toBe(
			'task_results/{result}',
		);
	});

	it('has singular and plural, fewer and more words, and other names', () => {
		expect(tails(`${userJob}/user_sync_task_results`)).toEqual(
			expect.arrayContaining([
				'user_sync_task_result',
				'task_results',
				'user_sync_results',
				'results',
				'ad_user_sync_task_results',
				'sync_results',
				'recent_task_results',
			]),
		);
		expect(tails(`${userJob}/test_request`)).toEqual(
			expect.arrayContaining(['test_requests', 'user_sync_test_requests', 'test', 'run_test']),
		);
	});
});

/** A job of the kind that an endpoint is for, with a result. */
function idsFor(sandbox: Sandbox, name: SearchedName) {
	const { id, serverSyncJobs, userSyncJobs } = sandbox.getState().connections[0];
	const [job] = name.includes('User') ? userSyncJobs : serverSyncJobs;
	return { connection: id, job: job.id, result: job.results[0].id };
}

async function searchFrom(sandbox: Sandbox, name: SearchedName, path: string) {
	const { signal } = new AbortController();
	const settings = { timeoutMs: 5_000, maxRequests: 100, signal, log: () => undefined };
	const team = new Team(credentialOf(sandbox), settings);
	const evidence = createEvidence();
	await team.signIn();
	const attempt = await search(team, evidence, name, idsFor(sandbox, name), { path });
	return { attempt, evidence, tried: team.attempts.length };
}

describe('search', () => {
	it.each(oldGuesses)('of %s finds what Okta published from %s', async (name, path) => {
		const { attempt, tried } = await searchFrom(await startTeam(), name, path);
		expect(attempt).toMatchObject({ finding: 'confirmed', path: endpoints[name].path });
		expect(path).not.toBe(endpoints[name].path);
		expect(tried).toBe(2);
	});

	it.each(searchedNames)('finds %s at each of its variants', async (name) => {
		const sandbox = await startTeam();
		const { path, number } = endpoints[name];
		for (const variant of variantsOf(path).slice(1)) {
			sandbox.setSwitches({ movedPaths: { [number]: variant.slice(teamPrefix.length) } });
			const { attempt } = await searchFrom(sandbox, name, path);
			expect(attempt?.path).toBe(variant);
		}
	});

	it.each(searchedNames)('of %s ends when no path answers', async (name) => {
		const sandbox = await startTeam();
		sandbox.setSwitches({ movedPaths: { [endpoints[name].number]: null } });
		const { attempt, evidence, tried } = await searchFrom(sandbox, name, endpoints[name].path);
		expect(attempt).toBeUndefined();
		expect(evidence.missing.has(name)).toBe(true);
		expect(tried).toBeLessThanOrEqual(maxPaths);
	});

	it("tries other paths after a proxy's 404 too", async () => {
		const sandbox = await startTeam();
		const { path } = endpoints.getServerSyncResult;
		sandbox.setFaults([
			{ match: { path: 'detailed_summary$' }, effect: { type: 'html', status: 404 } },
		]);
		const moved = path.replace('/detailed_summary', '/details').slice(teamPrefix.length);
		sandbox.setSwitches({ movedPaths: { 14: moved } });
		const { attempt } = await searchFrom(sandbox, 'getServerSyncResult', path);
		expect(attempt?.path).toBe(teamPrefix + moved);
	});
});

test('likely paths and those of the specification come before the variants', () => {
	const { path } = endpoints.listServerSyncResults;
	const paths = pathsToTry(path, ['/likely'], ['/named', '/likely']);
	expect(paths.slice(0, 4)).toEqual([path, '/likely', '/named', variantsOf(path)[1]]);
	expect(paths.length).toBeLessThanOrEqual(maxPaths);
});

test('only templates without a piece of a server are own ones', () => {
	for (const name of searchedNames) {
		for (const path of variantsOf(endpoints[name].path)) expect(isOwnTemplate(path)).toBe(true);
	}
	expect(isOwnTemplate(`${serverJob}/outcomes`)).toBe(false);
});
