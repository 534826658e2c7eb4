import { privateTexts, Redactor } from '../../../contract-check/redactor.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';
import { addThrowAway, check, closeAll, row, startTeam, writing } from './support.cts';

afterEach(closeAll);

let canaries = 0;

/** A text that stands nowhere else. */
function canary(): string {
	canaries++;
	return `canary${canaries}x`;
}

/** Puts a canary into every text field that can be written, and into results. */
async function addCanaries(sandbox: Sandbox): Promise<void> {
	const { gateways, projects } = sandbox.getState();
	const client = clientOf(sandbox);
	const connection = await client.post('/integrations/ad_connections', {
		name: canary(),
		gateway_id: gateways[0].id,
		domain: `${canary()}.example`,
		domain_controllers: [`${canary()}.example`],
		service_account_username: canary(),
		service_account_password: canary(),
		certificate_id: canary(),
	});
	const base = `/integrations/ad_connections/${connection.data.id}`;
	const server = await client.post(`${base}/task_settings`, {
		name: canary(),
		frequency: 24,
		start_hour_utc: 5,
		is_active: true,
		hostname_attribute: canary(),
		os_attribute: canary(),
		access_address_attribute: canary(),
		bastion_attribute: canary(),
		alt_names_attributes: [canary()],
		additional_attribute_mapping: [{ label: canary(), value: canary(), is_guid: true }],
		rule_assignments: [
			{
				base_dn: canary(),
				ldap_query_filter: `(cn=${canary()})`,
				project_id: projects[0].id,
				priority: 1,
			},
		],
	});
	const user = await client.post(`${base}/user_sync_task_settings`, {
		name: canary(),
		base_dn: canary(),
		ldap_query_filter: `(cn=${canary()})`,
		is_active: true,
		frequency: 1,
		upn_field: canary(),
		sid_field: canary(),
	});
	for (const { data } of [server, user]) {
		sandbox.planRuns(data.id, {
			outcome: 'fail',
			times: null,
			summary: canary(),
			detailedSummary: { [canary()]: [canary()] },
			taskState: canary(),
			rulesSummaryStatus: `${canary()} failed`,
		});
		sandbox.runJob(data.id);
	}
	sandbox.advance(3_600);
}

/** Every text of the team that names something. */
function namesIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesIn) : [];
}

const hidden = ['canary', '127.0.0.1', 'localhost', 'example'];

/** Texts of the team's state that are words of the API or of the report too. */
const publicWords =
	/^(client|page|server|user|done|running|error|failed|succeed|fail|hang|servers|users|)$/i;

describe.each(['client', 'page'] as const)('in the dialect of the %s', (dialect) => {
	it.each([
		['reading', {}],
		['writing', writing],
	])('no name, id, domain, host or secret stands in the report of %s', async (_, flags) => {
		const sandbox = await startTeam({
			dialect,
			team: canary(),
			keyId: canary(),
			keySecret: canary(),
			switches: { movedPaths: { 13: null } },
		});
		await addCanaries(sandbox);
		await addThrowAway(sandbox);
		const { connections, gateways, projects } = sandbox.getState();
		const { report } = await check(sandbox, { flags });
		const markdown = report.markdown.toLowerCase();
		expect(markdown).toContain('(hidden, ');
		const names = namesIn([connections, gateways, projects]).filter(
			(text) => text.length > 3 && !publicWords.test(text),
		);
		expect(names.length).toBeGreaterThan(100);
		for (const text of [...hidden, ...names]) expect(markdown).not.toContain(text.toLowerCase());
	});
});

test('a word of results in which a name stands is hidden', async () => {
	const sandbox = await startTeam({
		switches: { taskStateWords: { succeeded: 'done for throw' } },
	});
	await addThrowAway(sandbox, 'Throw');
	const job = sandbox.getState().connections[0].userSyncJobs[0];
	sandbox.runJob(job.id);
	sandbox.endRun(job.id, 'succeed');
	expect(row(await check(sandbox), 'task_state')[0]).toContain('(hidden, 14 characters)');
});

test('an error name and fields that hold names are hidden', async () => {
	const sandbox = await startTeam();
	const name = sandbox.getState().projects[0].name.replaceAll('-', '_');
	sandbox.setFaults([
		{
			match: { endpoint: 8 },
			effect: { type: 'replaceBody', body: { id: 'a', nottype: 'x', [`of_${sandbox.team}`]: 1 } },
		},
	]);
	const { report } = await check(sandbox);
	expect(report.markdown).not.toContain(sandbox.team);
	expect(report.markdown).not.toContain(name);
});

describe('Redactor', () => {
	const redactor = new Redactor(['Acme', 'ab', 'Domain.Example']);

	it.each(['done', 'timed_out', 'partially done', 'NOT-RUN'])('lets the word %s pass', (word) => {
		expect(redactor.word(word)).toBe(word);
	});

	it.each([
		'failed acme',
		'ACME',
		'f05dab1e-aaaa',
		'a.b',
		'dc=foo',
		'x'.repeat(41),
		'ünknown',
		'',
		'a|b',
		'a\nb',
	])('hides %j', (word) => {
		expect(redactor.word(word)).toBe(`(hidden, ${word.length} characters)`);
	});

	it('does not take a private text of two characters for a name', () => {
		expect(redactor.word('absent')).toBe('absent');
	});

	it('shows templates of plain pieces alone', () => {
		expect(redactor.template('/v1/teams/{team_name}/ad_connections')).toBeDefined();
		expect(redactor.template('/v1/teams/acme/ad_connections')).toBeUndefined();
		expect(redactor.template('/v1/teams/{team}/10.0.0.1')).toBeUndefined();
		expect(redactor.template('https://host/v1')).toBeUndefined();
	});
});

test('privateTexts takes all texts of answers and credential but the words of the API', () => {
	const body = {
		list: [{ name: 'n', task_state: 'done', status: { summary: 'prose' }, deep: { x: ['y'] } }],
		nottype: 'error_name',
		count: 1,
	};
	const credential = { teamName: 't', keySecret: 's', baseUrl: 'https://h.example:1' };
	expect(privateTexts([{ headers: {}, body }], credential).sort()).toEqual(
		['h.example', 'https://h.example:1', 'n', 's', 't', 'y'].sort(),
	);
});
