import { deepEqual, equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { ticketInJira } from '../../../../support/examples/ticketInJira.cts';
import { credentialFor } from '../../../../support/sandbox/credential.cts';
import { openBrowser, provideChromium } from '../../../helpers/browser.cts';
import { Screenshots } from '../../../helpers/screenshots.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const chatFile = 'alert-in-mattermost.json';
const chatId = 'mattermost';
const ticket = 'ticket-in-jira.json';
const ticketId = 'jira';

const connectionName = 'Corporate directory';
const jobName = 'Servers';
const summaryText = 'no route to the domain controller';

/** Virtual. */
const runSeconds = 60;
const daySeconds = 25 * 3600;

const windowSize = { width: 808, height: 700 };

/** A sync fails for a day and recovers: what people see of it in the chat, and as a ticket. */
export const chatAndTicket: Scenario = {
	name: `${chatFile}, ${ticket}: a sync fails for a day and recovers, looked at in Chromium`,

	async workflows(environment) {
		const { jira, mattermost, testBed } = environment;
		const channelId = mattermost.channel.id;
		const chat = ready(environment, chatFile, {
			id: chatId,
			parameters: { 'Post to Channel': { channelId } },
		});
		return [chat, { ...ticketInJira(credentialFor(testBed.sandbox), jira), id: ticketId }];
	},

	async run(environment, signal) {
		const { jira, mattermost, testBed } = environment;
		const { api, sandbox } = testBed;
		const ids = [chatId, ticketId];
		for (const id of ids) await api.activate(id);
		const { id } = await sandbox.serverSyncJob(connectionName, jobName);
		const run = { durationSeconds: runSeconds, times: null };
		await sandbox.runWith(id, { ...run, outcome: 'fail', summary: summaryText });
		const { issue } = await jira.issues.changes.waitFor(({ kind }) => kind === 'created', signal);
		await mattermost.posts.waitFor(({ message }) => message.startsWith('🚨'), signal);
		await sandbox.advance(daySeconds);
		await jira.issues.changes.waitFor(({ kind }) => kind === 'commented', signal);
		await mattermost.posts.waitFor(({ message }) => message.startsWith('🔁'), signal);
		await sandbox.runWith(id, { ...run, outcome: 'succeed' });
		await jira.issues.changes.waitFor(() => issue.status.category.key === 'done', signal);
		await mattermost.posts.waitFor(({ message }) => message.startsWith('✅'), signal);
		for (const workflow of ids) await api.deactivate(workflow);
		await showPage(environment, jira.pageOf(issue), signal);
	},
};

async function showPage(
	{ mattermost, screenshots: folder }: ExamplesEnvironment,
	ticketUrl: string,
	signal: AbortSignal,
): Promise<void> {
	await provideChromium(signal);
	const browser = await openBrowser(signal);
	try {
		const page = await browser.newPage({ viewport: windowSize, colorScheme: 'light' });
		const screenshots = new Screenshots(page, folder);
		await page.goto(mattermost.url);
		await checkChannel(page);
		await screenshots.take('chat-alert', page.locator('article').first());
		await screenshots.take('chat', page.locator('main'));
		await page.goto(ticketUrl);
		await checkTicket(page);
		await screenshots.take('ticket', page.locator('main'));
	} finally {
		await browser.close();
	}
}

async function checkChannel(page: Page): Promise<void> {
	const posts = await page.locator('article pre').allInnerTexts();
	deepEqual(
		posts.map((post) => post.split('\n')[0]),
		['🚨 Sync failed, severity error', '🔁 Still failing, severity error', '✅ Recovered'],
	);
	for (const post of posts.slice(0, 2)) match(post, new RegExp(`Summary: ${summaryText}\\.`));
	// Markdown's escapes are not shown.
	equal(posts.join('').includes('\\'), false);
}

async function checkTicket(page: Page): Promise<void> {
	const heading = await page.locator('h1').innerText();
	equal(heading, `Server sync job "${jobName}" of "${connectionName}" failed`);
	equal(await page.locator('b.status').innerText(), 'Done');
	const [description, reminder, recovery, ...others] = await page
		.locator('article pre')
		.allInnerTexts();
	match(description!, new RegExp(`Summary: ${summaryText}\\.`));
	match(reminder!, /still failing/i);
	match(recovery!, /recovered/i);
	deepEqual(others, []);
}
