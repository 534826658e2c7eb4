import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { AsaActiveDirectory } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';

const repositoryRoot = join(__dirname, '../../..');
const github = join(repositoryRoot, '.github');

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, string>;
}

interface Job {
	uses?: string;
	needs?: string | string[];
	'runs-on'?: string;
	'timeout-minutes'?: number;
	container?: string;
	permissions?: Record<string, string>;
	strategy?: { matrix: { node?: string[]; command?: string[]; include?: { command: string }[] } };
	steps?: Step[];
}

interface Workflow {
	name: string;
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

interface FormField {
	type: string;
	id?: string;
	attributes: { label?: string; value?: string; options?: string[] };
}

interface IssueForm {
	name: string;
	description: string;
	body: FormField[];
}

interface Dependabot {
	version: number;
	updates: { 'package-ecosystem': string; directory?: string; directories?: string[] }[];
}

const textOf = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');

/** @throws on anything that YAML doesn't allow, such as a key that is there twice */
function yamlOf<T>(path: string): T {
	const document = parseDocument(textOf(path));
	if (document.errors.length > 0) throw document.errors[0];
	return document.toJS() as T;
}

const workflowFiles = readdirSync(join(github, 'workflows'));
const formFiles = readdirSync(join(github, 'ISSUE_TEMPLATE')).filter((f) => f !== 'config.yml');
const workflowOf = (name: string) => yamlOf<Workflow>(`.github/workflows/${name}`);
const { scripts, engines } = JSON.parse(textOf('package.json')) as {
	scripts: Record<string, string>;
	engines: { node: string };
};

describe.each(workflowFiles)('%s', (name) => {
	const { jobs, permissions } = workflowOf(name);
	const all = Object.values(jobs);

	it('reads only, unless a job says otherwise', () => {
		expect(permissions).toEqual({ contents: 'read' });
	});

	it('has jobs that end, on a named system', () => {
		for (const job of all.filter(({ uses }) => !uses)) {
			expect(job['timeout-minutes']).toBeGreaterThan(0);
			expect(job['runs-on']).toBe('ubuntu-24.04');
			expect(job.steps).not.toHaveLength(0);
		}
	});

	it('needs jobs and workflows that are there', () => {
		expect(all.flatMap(({ needs = [] }) => needs).filter((job) => !(job in jobs))).toEqual([]);
		const used = all.flatMap(({ uses = [] }) => uses);
		expect(used.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
	});

	it('runs scripts that package.json has', () => {
		const matrices = all.flatMap(({ strategy }) => strategy?.matrix ?? []);
		const commands = matrices.flatMap(({ command = [], include = [] }) => [
			...command,
			...include.map((one) => one.command),
		]);
		const lines = all.flatMap(({ steps = [] }) => steps.flatMap(({ run = [] }) => run));
		const run = lines.flatMap((line) => line.match(/npm run (?:--silent )?[\w:-]+/g) ?? []);
		const named = [
			...run.map((line) => line.split(' ').at(-1)!),
			...commands.map((command) => command.split(' ')[0]),
		];
		expect(named.filter((script) => !(script in scripts))).toEqual([]);
	});
});

it('each push is checked on every Node.js, quickly first', () => {
	const { quick, full } = workflowOf('ci.yml').jobs;
	expect(quick.strategy?.matrix.node).toEqual(['22', '24', '26']);
	expect(quick['timeout-minutes']).toBeLessThanOrEqual(10);
	expect(full.strategy?.matrix.node).toEqual(['22', '24', '26']);
	expect(full.needs).toBe('quick');
	expect(quick.strategy?.matrix.node).toContain(textOf('.nvmrc').trim());
	expect(engines.node).toBe('>=20.19');
});

it('what may publish or write a release installs nothing', () => {
	const { jobs } = workflowOf('publish.yml');
	const trusted = Object.values(jobs).filter(({ permissions }) => permissions);
	expect(trusted.map(({ permissions }) => permissions)).toEqual([
		{ 'id-token': 'write' },
		{ contents: 'write' },
	]);
	for (const { steps = [] } of trusted) {
		expect(steps.filter(({ run }) => /npm (ci|i|install|run)\b/.test(run ?? ''))).toEqual([]);
		expect(steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))).toEqual([]);
	}
});

const fieldTypes = ['markdown', 'input', 'textarea', 'dropdown', 'checkboxes'];

describe.each(formFiles)('%s', (name) => {
	const form = yamlOf<IssueForm>(`.github/ISSUE_TEMPLATE/${name}`);

	it('is a form that GitHub takes', () => {
		expect(form.name).toMatch(/\S/);
		expect(form.description).toMatch(/\S/);
		for (const { type, id, attributes } of form.body) {
			expect(fieldTypes).toContain(type);
			if (type === 'markdown') expect(attributes.value).toMatch(/\S/);
			else expect([id, attributes.label]).toEqual([expect.any(String), expect.any(String)]);
			if (type === 'dropdown') expect(attributes.options).not.toHaveLength(0);
		}
		const ids = form.body.flatMap(({ id = [] }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

it('the bug form names both nodes', () => {
	const { body } = yamlOf<IssueForm>('.github/ISSUE_TEMPLATE/bug.yml');
	const parts = body.find(({ id }) => id === 'part')?.attributes.options;
	const names = [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()].map(
		({ description }) => description.displayName,
	);
	expect(parts).toEqual(expect.arrayContaining(names));
});

it('vulnerabilities are pointed to the place that SECURITY.md names', () => {
	const { contact_links: links } = yamlOf<{ contact_links: { url: string }[] }>(
		'.github/ISSUE_TEMPLATE/config.yml',
	);
	expect(textOf('SECURITY.md')).toContain(links[0].url);
	expect(textOf('CODE_OF_CONDUCT.md')).toContain(links[0].url);
});

it('Dependabot looks where there is something to look at', () => {
	const { version, updates } = yamlOf<Dependabot>('.github/dependabot.yml');
	expect(version).toBe(2);
	const npm = updates.find((update) => update['package-ecosystem'] === 'npm');
	expect(npm?.directories).toEqual(lockfileFolders());
	const ecosystems = updates.map((update) => update['package-ecosystem']);
	const isDocker = filesOfRoot().some((file) => /(^|\/)(Dockerfile|compose\.ya?ml)$/.test(file));
	expect(ecosystems).toEqual(['npm', 'github-actions', ...(isDocker ? ['docker'] : [])]);
});

/** The folders with a lockfile of their own, as Dependabot names them. */
function lockfileFolders(): string[] {
	return filesOfRoot()
		.filter((file) => /(^|\/)package-lock\.json$/.test(file))
		.map((file) => `/${file.replace(/\/?package-lock\.json$/, '')}`)
		.sort();
}

function filesOfRoot(): string[] {
	const folders = readdirSync(repositoryRoot, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !['.git', 'node_modules'].includes(entry.name))
		.map(({ name }) => name);
	const below = folders.flatMap((folder) =>
		readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
			join(folder, file),
		),
	);
	return [...readdirSync(repositoryRoot), ...below].filter(
		(file) => !file.includes('node_modules'),
	);
}
