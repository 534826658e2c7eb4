import { deepEqual, equal, match, ok } from 'node:assert/strict';
import axios, { type AxiosResponse } from 'axios';
import type { Page } from 'playwright-core';
import { pollUntil } from '../../../../support/system/wait.cts';
import { openBrowser, provideChromium } from '../../../helpers/browser.cts';
import { Screenshots } from '../../../helpers/screenshots.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const exampleFile = 'status-page.json';
const exampleId = 'statusPage';
const statusPath = '/webhook/asa-status';

/** Builds are counted one by one: none may come on schedule in between. */
const twiceADay = { interval: [{ field: 'hours', hoursInterval: 12 }] };

const team = { connections: 40, serverJobsPerConnection: 1, userJobsPerConnection: 9 };
const jobs = 400;
const failingJobs = 30;
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&`;
const mostBars = 19;

/** n8n's answer: 403 in 2.8, 401 in later ones. */
const wrongPassword = [401, 403];

/** How fast the page has to be served. */
const mostMs = 300;
const tries = 10;

const phoneSize = { width: 390, height: 800 };
const desktopSize = { width: 1200, height: 900 };

/** The worst jobs are enough for readers. */
const readmePicture = { width: 1200, height: 640 };

const appearances = [
	['light', desktopSize],
	['dark', desktopSize],
	['dark', phoneSize],
	['light', phoneSize],
] as const;

/** A team of 400 jobs, 30 of them fail, one has a hostile name. It runs last: it replaces the team. */
export const statusPage: Scenario = {
	name: `${exampleFile}: ${jobs} jobs, few requests, served within ${mostMs} ms, looked at in Chromium`,

	workflows: async (environment) => [
		ready(environment, exampleFile, {
			id: exampleId,
			parameters: { 'Every Ten Minutes': { rule: twiceADay } },
		}),
	],

	async run(environment, signal) {
		const { api, sandbox } = environment.testBed;
		await api.activate(exampleId);
		const early = await firstAnswer(environment, signal);
		equal(early.status, 503);
		match(early.data, /not been built yet/);
		const hostileJob = await prepareTeam(environment);

		// The first build mints a token of the new team.
		await build(environment, signal);
		await sandbox.clearRequests();
		await build(environment, signal);
		const requests = await requestsToAsa(environment);
		ok(
			requests.length <= 1 + 2 * team.connections + 20,
			`${requests.length} requests: ${countsByPath(requests)}`,
		);

		await sandbox.clearRequests();
		await checkServing(environment);
		equal((await requestsToAsa(environment)).length, 0);
		await checkInBrowser(environment, signal);
		if (environment.screenshots) await showToReaders(environment, hostileJob, signal);
		await api.deactivate(exampleId);
		await sandbox.reset({ dataset: 'demo' });
	},
};

async function build(
	{ testBed: { api } }: ExamplesEnvironment,
	signal: AbortSignal,
): Promise<void> {
	const { status, error } = await api.runToEnd(exampleId, 'Every Ten Minutes', signal);
	equal(status, 'success', error);
}

/** @returns the id of the job with the hostile name */
async function prepareTeam({ testBed: { sandbox } }: ExamplesEnvironment): Promise<string> {
	await sandbox.reset({ dataset: { ...team, historyDays: 2 } });
	const { connections } = await sandbox.state();
	const failing = connections
		.slice(0, failingJobs)
		.map(({ serverSyncJobs }) => serverSyncJobs[0]!.id);
	for (const id of failing) {
		await sandbox.runWith(id, { outcome: 'fail', durationSeconds: 60, times: null });
	}
	await sandbox.renameJob(failing[0]!, hostile);
	await sandbox.advance(600);
	return failing[0]!;
}

/** Without what mints tokens. */
async function requestsToAsa({ testBed: { sandbox } }: ExamplesEnvironment) {
	return (await sandbox.requests()).filter(({ method }) => method === 'GET');
}

/** In words, without ids. */
function countsByPath(requests: { path: string }[]): string {
	const counts = new Map<string, number>();
	for (const { path } of requests) {
		const kind = path.replaceAll(/[\da-f-]{36}/g, '*');
		counts.set(kind, (counts.get(kind) ?? 0) + 1);
	}
	return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
}

async function getPage(
	{ basicAuth, testBed }: ExamplesEnvironment,
	password = String(basicAuth.data.password),
): Promise<AxiosResponse<string>> {
	const auth = { username: String(basicAuth.data.user), password };
	return await axios.get(testBed.url + statusPath, {
		...{ auth, proxy: false, validateStatus: () => true, responseType: 'text' },
	});
}

/** n8n registers a webhook some time after the workflow is published. */
async function firstAnswer(
	environment: ExamplesEnvironment,
	signal: AbortSignal,
): Promise<AxiosResponse<string>> {
	const answer = async () => {
		const response = await getPage(environment);
		return response.status === 404 ? undefined : response;
	};
	return await pollUntil(answer, 250, signal);
}

async function checkServing(environment: ExamplesEnvironment): Promise<void> {
	const { status, headers, data } = await getPage(environment);
	equal(status, 200);
	match(String(headers['content-type']), /^text\/html; charset=utf-8/);
	match(String(headers['content-security-policy']), /sandbox/);
	equal(
		/<script|https?:\/\/|src=(?!x )|@import|url\(/i.test(data.replaceAll(/&#\d+;/g, '')),
		false,
	);
	const refused = await getPage(environment, 'wrong');
	ok(wrongPassword.includes(refused.status), `a wrong password: ${refused.status}`);
	equal(refused.data.includes('<table'), false);
	const times: number[] = [];
	for (let index = 0; index < tries; index++) {
		const start = performance.now();
		equal((await getPage(environment)).status, 200);
		times.push(performance.now() - start);
	}
	const [median] = times.sort((one, other) => one - other).slice(tries / 2);
	console.log(`    served in ${Math.round(median!)} ms (median of ${tries}), ${data.length} bytes`);
	ok(median! < mostMs, `served in ${median} ms`);
}

async function checkInBrowser(
	environment: ExamplesEnvironment,
	signal: AbortSignal,
): Promise<void> {
	await inBrowser(environment, signal, async (page) => {
		const screenshots = new Screenshots(page, environment.screenshots);
		const requests: string[] = [];
		const dialogs: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		page.on('dialog', (dialog) => {
			dialogs.push(dialog.message());
			void dialog.dismiss();
		});
		await page.goto(environment.testBed.url + statusPath);
		await checkContent(page);
		for (const [colorScheme, viewport] of appearances) {
			await checkAppearance(page, colorScheme, viewport);
			await screenshots.take(`status-page-${colorScheme}-${viewport.width}`);
		}
		const others = requests.filter((url) => !/\/(webhook\/asa-status|favicon\.ico)$/.test(url));
		deepEqual([others, dialogs], [[], []]);
	});
}

/** The page that the README shows, with the job under a usual name. */
async function showToReaders(
	environment: ExamplesEnvironment,
	job: string,
	signal: AbortSignal,
): Promise<void> {
	const { sandbox, url } = environment.testBed;
	await sandbox.renameJob(job, 'Servers');
	await build(environment, signal);
	await inBrowser(environment, signal, async (page) => {
		await page.setViewportSize(readmePicture);
		await page.goto(url + statusPath);
		await new Screenshots(page, environment.screenshots).take('status-page');
	});
}

async function inBrowser(
	{ basicAuth }: ExamplesEnvironment,
	signal: AbortSignal,
	work: (page: Page) => Promise<void>,
): Promise<void> {
	await provideChromium(signal);
	const browser = await openBrowser(signal);
	try {
		const { user, password } = basicAuth.data;
		const httpCredentials = { username: String(user), password: String(password) };
		await work(await browser.newPage({ httpCredentials, viewport: desktopSize }));
	} finally {
		await browser.close();
	}
}

async function checkContent(page: Page): Promise<void> {
	match(
		await page.locator('h1').innerText(),
		new RegExp(`^${failingJobs} of ${jobs} sync jobs need`),
	);
	equal(await page.locator('tbody tr').count(), jobs);
	const states = await page.locator('.pill').allInnerTexts();
	deepEqual([...new Set(states.slice(0, failingJobs))], ['Failing']);
	equal(states.slice(failingJobs).includes('Failing'), false);
	equal(await page.locator('b', { hasText: hostile }).count(), 1);
	equal(await page.locator('tbody script, tbody img').count(), 0);
	const bars = page.locator('.bars');
	equal(await bars.count(), failingJobs);
	const counts = await bars.evaluateAll((all) => all.map(({ children }) => children.length));
	equal(counts.filter((count) => count > 1).length, mostBars);
	const cells = await page.locator('tbody tr').first().locator('td').allInnerTexts();
	match(cells[2]!, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
	match(cells[3]!, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
	match(cells[4]!, /^\d d \d+ h$|^\d+ h \d+ min$/);
	match(cells[5]!, /^gateway-/);
}

/** Dark is dark, light is light, text can be read on it, and nothing is wider than the screen. */
async function checkAppearance(
	page: Page,
	colorScheme: 'light' | 'dark',
	viewport: { width: number; height: number },
): Promise<void> {
	await page.emulateMedia({ colorScheme });
	await page.setViewportSize(viewport);
	const style = await page.locator('body').evaluate((body) => {
		const { backgroundColor, color } = body.ownerDocument.defaultView!.getComputedStyle(body);
		const { scrollWidth, clientWidth } = body.ownerDocument.documentElement;
		return { backgroundColor, color, scrollWidth, clientWidth };
	});
	const isDark = (color: string) => Number(/\d+/.exec(color)![0]) < 128;
	deepEqual(
		[isDark(style.backgroundColor), isDark(style.color)],
		[colorScheme === 'dark', colorScheme === 'light'],
	);
	equal(style.scrollWidth <= style.clientWidth, true, `${style.scrollWidth} px wide`);
}
