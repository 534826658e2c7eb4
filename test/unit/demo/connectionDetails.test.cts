import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OktaAsaApi } from '../../../credentials/OktaAsaApi.credentials';
import { connectionDetails } from '../../../demo/connectionDetails.cts';
import type { Services } from '../../../demo/scenarios/scenario.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { SandboxProcess } from '../../../support/sandbox/sandboxProcess.cts';
import { Inbox } from '../../../support/services/inbox.cts';
import { issueTypes, project } from '../../../support/services/jira/issues.cts';
import { Jira } from '../../../support/services/jira/jira.cts';
import { Mattermost } from '../../../support/services/mattermost.cts';

const services: Services = {
	sandbox: new SandboxProcess(5691),
	inbox: new Inbox(),
	jira: new Jira(),
	mattermost: new Mattermost(),
};
const { sandbox, inbox, jira, mattermost } = services;
const opened = [inbox, jira, mattermost];
let lines: string[] = [];

beforeAll(async () => {
	await Promise.all(opened.map(async (service) => await service.open()));
	lines = connectionDetails(services, [credentialFor(sandbox)]);
});

afterAll(async () => {
	await Promise.all(opened.map(async (service) => await service.close()));
});

/** What the lines say of a field. */
function shown(label: string): string[] {
	return lines.flatMap((line) => {
		const [, name, value] = /^ {4}(.+?): +(.+)$/.exec(line) ?? [];
		return name === label && value !== undefined ? [value] : [];
	});
}

it('names the simulated team, its key, and where it is', () => {
	expect(shown('Team Name')).toEqual(['demo-team']);
	expect(shown('Key ID')).toEqual([sandbox.key.id]);
	expect(shown('Key Secret')).toEqual([sandbox.key.secret]);
	expect(shown('Base URL')).toContain('http://127.0.0.1:5691');
});

it('has the labels of the credential', () => {
	const credential = new OktaAsaApi();
	expect(lines).toContain(`  ${credential.displayName}`);
	const labels = credential.properties.map(({ displayName }) => displayName);
	expect(labels).toEqual(expect.arrayContaining(['Team Name', 'Key ID', 'Key Secret', 'Base URL']));
});

it('says which credentials n8n already has', () => {
	const missing = 'not there yet: create it';
	expect(shown('In n8n')).toEqual(['already there, as "Simulated ASA team"', missing, missing]);
});

it('leads to stand-ins that take what it names', async () => {
	const [email] = shown('Email');
	const [apiToken] = shown('API Token');
	const basic = Buffer.from(`${email}:${apiToken}`).toString('base64');
	const inJira = await fetch(`${shown('Domain')[0]}/rest/api/2/myself`, {
		headers: { authorization: `Basic ${basic}` },
	});
	const inMattermost = await fetch(`${shown('Base URL')[1]}/api/v4/users`, {
		headers: { authorization: `Bearer ${shown('Access Token')[0]}` },
	});
	const posted = await fetch(shown('URL')[0]!, { method: 'POST', body: 'hello' });
	expect([inJira.status, inMattermost.status, posted.status]).toEqual([200, 200, 200]);
	expect(inbox.messages.all).toMatchObject([{ body: 'hello' }]);
});

it('names the types of issues that can be opened, and no other', async () => {
	const [accepted] = shown('Accepts');
	const [, names] = /of type (.+) in the project IT Operations/.exec(accepted!) ?? [];
	const auth = Buffer.from(`${shown('Email')[0]}:${shown('API Token')[0]}`).toString('base64');
	const opened = await Promise.all(
		issueTypes.map(async ({ id, name }) => {
			const fields = { project: { id: project.id }, issuetype: { id }, summary: 'Sync failed' };
			const { status } = await fetch(`${shown('Domain')[0]}/rest/api/2/issue`, {
				method: 'POST',
				headers: { authorization: `Basic ${auth}`, 'content-type': 'application/json' },
				body: JSON.stringify({ fields }),
			});
			return status === 201 ? [name] : [];
		}),
	);
	expect(names?.split(' or ')).toEqual(opened.flat());
});

it('leads to a page of each stand-in that shows what came', async () => {
	await fetch(shown('URL')[0]!, { method: 'POST', body: 'hello' });
	const pages = shown('In a browser');
	expect(pages).toEqual([jira.url, mattermost.url, inbox.url]);
	const texts = await Promise.all(pages.map(async (page) => await (await fetch(page)).text()));
	for (const text of texts) expect(text).toContain('Stand-in for ');
	expect(texts[0]).toContain('<h1>Issues</h1>');
	expect(texts[1]).toContain(`<h1># ${mattermost.channel.display_name}</h1>`);
	expect(texts[2]).toContain('/hooks/my-alerts');
	expect(shown('Accepts')).toHaveLength(pages.length);
});

it('names a heading that is there', () => {
	const [, heading, page] = /"(.+)" in (\S+\.md)\.$/.exec(lines.at(-1) ?? '') ?? [];
	const text = readFileSync(join(__dirname, '../../..', page!), 'utf8');
	expect(text).toContain(`# ${heading}\n`);
});
