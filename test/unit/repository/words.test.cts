import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/*
 * Names are those of Okta's API, of n8n and of the field. Each of these inventions was once a name here, and a reader
 * had to guess what it stands for. They must not come back in code, comments or file names.
 */
const betterTerms: Record<string, string> = {
	ambush: 'fault',
	campaign: 'suite',
	dice: 'random',
	disturbance: 'injectedFailure',
	fate: 'outcome',
	fleet: 'cluster',
	foundJob: 'jobRef',
	gate: 'proxy',
	hider: 'redactor',
	isGone: 'isObjectMissing',
	isPassing: 'isTransient',
	isTold: 'isNotified',
	isWire: 'isJsonObject',
	jobForm: 'jobFields',
	jobPlace: 'jobRef',
	jobTurn: 'jobEvaluation',
	judge: 'check',
	judged: 'counted',
	keepHidden: 'carryOverHidden',
	lane: 'rig, queue or worker',
	ledger: 'audit',
	lightestCalls: 'planUpdateRequests',
	lookAt: 'read',
	loseJob: 'markJobMissing',
	loseMissing: 'markJobMissing',
	lostConnection: 'markConnectionMissing',
	mustBeKept: 'needsPersisting',
	pageTrail: 'pageGuard',
	passerby: 'concurrentChange',
	passersby: 'concurrentChange',
	quietPoll: 'idlePoll',
	resultPlace: 'jobRef',
	rhythmOf: 'scheduleAndState',
	scene: 'simulatedTeam',
	sortOut: 'classifyRuns',
	stories: 'scenarios',
	story: 'scenario',
	strike: 'injectedFault',
	struck: 'faulted',
	surplus: 'multisetDifference',
	switchJob: 'setActive',
	tellIncident: 'notify',
	tellsClosing: 'shouldNotifyClose',
	trouble: 'outage or readError',
	truth: 'expectedState',
	turnout: 'runChanges',
	unlessGone: 'catchNotFound',
	unlessPassing: 'ignoreTransient',
	untold: 'notReported',
	verdict: 'findings',
	victim: 'targetJob',
	watchTest: 'waitForTest',
};

const repositoryRoot = join(__dirname, '../../..');

/** The parts of a name: `openLanes` and `open-lanes` are `open` and `lanes`. */
function partsOf(name: string): string[] {
	const parts = name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
	return parts.map((part) => part.toLowerCase());
}

const inventions = Object.keys(betterTerms).map((word) => ({ word, parts: partsOf(word) }));

/** Whether a name contains the parts of an invention side by side, the last one also in the plural. */
function contains(name: string[], parts: string[]): boolean {
	return name.some((_, start) =>
		parts.every((part, index) => {
			const own = name[start + index];
			return own === part || (index === parts.length - 1 && own === `${part}s`);
		}),
	);
}

/** The inventions in the path and the text of a file, each name once. */
function findInventions(file: string, text: string): string[] {
	const names = new Set(`${file} ${text}`.match(/\w+/g));
	return [...names].flatMap((name) => {
		const parts = partsOf(name);
		return inventions
			.filter((invention) => contains(parts, invention.parts))
			.map(({ word }) => `${file}: "${name}" has "${word}", better: ${betterTerms[word]}`);
	});
}

const folders = readdirSync(repositoryRoot, { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !/^\.|^dist$|^node_modules$/.test(entry.name))
	.map(({ name }) => name);

const files = [repositoryRoot, ...folders.map((folder) => join(repositoryRoot, folder))]
	.flatMap((folder) =>
		readdirSync(folder, { recursive: folder !== repositoryRoot, encoding: 'utf8' }).map((file) =>
			relative(repositoryRoot, join(folder, file)),
		),
	)
	.filter((file) => /\.(c?ts|m?js)$/.test(file) && !file.includes('node_modules'))
	// This file lists them.
	.filter((file) => file !== relative(repositoryRoot, __filename));

it('no name is an invention', () => {
	expect(files.length).toBeGreaterThan(500);
	const found = files.flatMap((file) =>
		findInventions(file, readFileSync(join(repositoryRoot, file), 'utf8')),
	);
	expect(found).toEqual([]);
});

it.each([
	['a.cts', 'const openLanes = 1;', 'a.cts: "openLanes" has "lane", better: rig, queue or worker'],
	['test/goneJudge.cts', '', 'test/goneJudge.cts: "goneJudge" has "judge", better: check'],
	['a.cts', '// A FOUND_JOB', 'a.cts: "FOUND_JOB" has "foundJob", better: jobRef'],
	['a.ts', 'rhythmOfJob()', 'a.ts: "rhythmOfJob" has "rhythmOf", better: scheduleAndState'],
])('finds one in %s with the text %j', (file, text, finding) => {
	expect(findInventions(file, text)).toEqual([finding]);
});

it('accepts ordinary words', () => {
	const text = 'gateway planes troubleshooting found a job, is it gone? narrate delegate';
	expect(findInventions('nodes/gateway.ts', text)).toEqual([]);
});
