import { passes, runCode } from './evaluate.cts';

const exampleFile = 'servers-at-risk.json';

const server = (hostname: string, access_ends_at: string | null, project_name = 'web') => ({
	...{ id: hostname, hostname, project_name, unseen_hours: 80.5, access_ends_at },
});

const rules = (...names: string[]) => names.map((project_name) => ({ project_name }));

function commentsFor(servers: object[], jobs: object[]): string[] {
	const nodes = {
		'Server Jobs at Risk': jobs.map((_, index) => ({ incident_key: `asa-${index}` })),
		'Get Server Sync Job': jobs,
	};
	const comments = runCode(exampleFile, 'Write the Comments', servers, { nodes });
	expect(comments.map(({ label }) => label)).toEqual(jobs.map((_, index) => `asa-${index}`));
	return comments.map(({ comment }) => String(comment));
}

it('lists the servers of the projects of each job, those that go next first', () => {
	const servers = [
		server('later', '2030-01-03T00:00:00Z'),
		server('next', '2030-01-02T03:04:05Z'),
		server('other', '2030-01-01T00:00:00Z', 'db'),
		server('unknown', null),
	];
	const [web, both] = commentsFor(servers, [
		{ rule_assignments: rules('web', 'web') },
		{ rule_assignments: rules('web', 'db') },
	]);
	expect(web!.split('\n')).toEqual([
		'AD servers of the projects of this job (web), those that lose access next first:',
		'- next (project web): not seen for 80.5 hours, access probably ends 2030-01-02 03:04 UTC',
		'- later (project web): not seen for 80.5 hours, access probably ends 2030-01-03 00:00 UTC',
	]);
	expect(both!.split('\n').map((line) => line.split(' ')[1])).toEqual([
		'servers',
		'other',
		'next',
		'later',
	]);
});

it('names twenty, and counts the rest', () => {
	const servers = Array.from({ length: 25 }, (_, index) =>
		server(`host-${index}`, '2030-01-03T00:00:00Z'),
	);
	const [comment] = commentsFor(servers, [{ rule_assignments: rules('web') }]);
	expect(comment!.split('\n')).toHaveLength(22);
	expect(comment).toMatch(/\nand 5 more$/);
});

it('says so if no server is seen, or the job could not be read', () => {
	expect(commentsFor([{}], [{ rule_assignments: rules('web') }, { error: 'gone' }])).toEqual([
		'The service user sees no AD server of the projects of this job (web).',
		'The AD servers at risk could not be read: gone',
	]);
});

it('asks for each project once', () => {
	const jobs = [{ rule_assignments: rules('web', 'db') }, { rule_assignments: rules('db') }, {}];
	expect(runCode(exampleFile, 'One Project Each', jobs)).toEqual(rules('web', 'db'));
});

it('writes its comments also if no job could be read: n8n runs no node without an item', () => {
	const asked = runCode(exampleFile, 'One Project Each', [
		{ error: 'gone' },
		{ rule_assignments: rules('') },
	]);
	expect(asked).toHaveLength(1);
	// Without a name the servers of all projects would be read.
	expect(asked[0]!.project_name).toBe('(none)');
});

it('gives each comment its ticket by the label', () => {
	const comments = ['asa-a', 'asa-b'].map((label) => ({ label, comment: label }));
	const tickets = [{ key: 'OPS-2', fields: { labels: ['x', 'asa-b'] } }];
	const nodes = { 'Write the Comments': comments };
	expect(
		runCode(exampleFile, 'Match the Tickets', tickets, { nodes }).map(({ key }) => key),
	).toEqual(['', 'OPS-2']);
	expect(runCode(exampleFile, 'Match the Tickets', [{}], { nodes }).map(({ key }) => key)).toEqual([
		'',
		'',
	]);
});

it.each([
	[{}, true],
	[{ event: 'syncRecovered' }, false],
	[{ job_kind: 'userSyncJob' }, false],
	[{ is_sample: true }, false],
	[{ already_resolved: true }, false],
])('%j passes: %s', (changes, isTaken) => {
	const item = { event: 'accessAtRisk', job_kind: 'serverSyncJob' };
	const all = { ...item, is_sample: false, already_resolved: false, ...changes };
	expect(passes(exampleFile, 'Server Jobs at Risk', all)).toBe(isTaken);
});
