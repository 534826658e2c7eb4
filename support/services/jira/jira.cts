import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CredentialImport } from '../../n8n/workflow.cts';
import { HttpService } from '../httpService.cts';
import { issueTypes, type Issue, Issues, project, transitions } from './issues.cts';
import { parseJql, type Query, type Searched } from './jql.cts';
import { issuePage, listPage } from './pages.cts';
import { JiraRefusal } from './refusal.cts';
import {
	readChanges,
	readComment,
	readNewIssue,
	readSearch,
	readTransition,
	type Search,
} from './requests.cts';

interface JiraSettings {
	/** How long a search doesn't find a new issue, in milliseconds: Jira Cloud's index lags too. */
	indexDelayMs?: number;
}

const unavailable = 'Service Unavailable';

type Keyed = FastifyRequest<{ Params: { key: string } }>;

/**
 * A stand-in for Jira Software Cloud: the part of its REST interface that n8n's Jira node needs to
 * test its credential, to fill its lists, and to create, find, comment and move issues. As there, all
 * but the pages for people need an account, and what is wrong with a request is said field by field.
 */
export class Jira extends HttpService {
	readonly issues = new Issues();
	/**
	 * `down`: it does nothing and answers 503. `answersLost`: it creates issues, but answers 503, as
	 * behind a proxy that times out.
	 */
	fault: 'none' | 'down' | 'answersLost' = 'none';
	private readonly email = 'n8n@example.com';
	/** Made for this run. */
	private readonly apiToken = randomBytes(18).toString('base64url');
	readonly indexDelayMs: number;

	constructor({ indexDelayMs = 2_000 }: JiraSettings = {}) {
		super();
		this.indexDelayMs = indexDelayMs;
		this.server.setErrorHandler(refuse);
		this.server.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'null' }));
		this.server.addHook('onRequest', async (request) => this.admit(request));
		this.addPages();
		this.addLists();
		this.addIssues();
	}

	/** How n8n's Jira node reaches it. */
	get credential(): CredentialImport {
		const data = { email: this.email, apiToken: this.apiToken, domain: this.url };
		return { id: 'standInJira', name: 'Stand-in Jira', type: 'jiraSoftwareCloudApi', data };
	}

	/** Where a person looks at an issue. */
	pageOf({ key }: Issue): string {
		return `${this.url}/browse/${key}`;
	}

	/** @throws JiraRefusal 503 while it is down, 401 without the account */
	private admit({ url, headers }: FastifyRequest): void {
		if (this.fault === 'down') throw new JiraRefusal(503, [unavailable]);
		const account = Buffer.from(`${this.email}:${this.apiToken}`).toString('base64');
		if (!url.startsWith('/rest/') || headers.authorization === `Basic ${account}`) return;
		throw new JiraRefusal(401, ['Client must be authenticated to access this resource.']);
	}

	private addPages(): void {
		const { server, issues } = this;
		const html = (reply: FastifyReply) => reply.type('text/html; charset=utf-8');
		server.get('/', (_request, reply) => html(reply).send(listPage(issues.all)));
		server.get('/browse/:key', ({ params }: Keyed, reply) =>
			html(reply).send(issuePage(issues.find(params.key))),
		);
	}

	/** What the node's lists are filled with. */
	private addLists(): void {
		const { server, email } = this;
		server.get('/rest/api/2/myself', () => ({ accountId: 'n8n', emailAddress: email }));
		server.get('/rest/api/2/issuetype', () => issueTypes);
		server.get('/rest/api/2/project/search', () => ({
			startAt: 0,
			maxResults: 100,
			total: 1,
			isLast: true,
			values: [project],
		}));
		server.get('/rest/api/2/project/:key', ({ params }: Keyed) => {
			if (params.key !== project.id && params.key !== project.key) {
				throw new JiraRefusal(404, [`No project could be found with key '${params.key}'.`]);
			}
			return { ...project, issueTypes };
		});
	}

	private addIssues(): void {
		const { server, issues } = this;
		server.post('/rest/api/2/issue', ({ body }, reply) => {
			const issue = issues.create(readNewIssue(body));
			if (this.fault === 'answersLost') throw new JiraRefusal(503, [unavailable]);
			return reply.code(201).send(this.reference(issue));
		});
		server.post('/rest/api/2/search/jql', ({ body }) => this.search(readSearch(body)));
		server.get('/rest/api/2/issue/:key', ({ params }: Keyed) =>
			this.shown(issues.find(params.key), ['*all']),
		);
		server.put('/rest/api/2/issue/:key', ({ params, body }: Keyed, reply) => {
			issues.edit(issues.find(params.key), readChanges(body));
			return reply.code(204).send();
		});
		server.get('/rest/api/2/issue/:key/transitions', ({ params }: Keyed) => {
			issues.find(params.key);
			return { expand: 'transitions', transitions: transitions.map(shownTransition) };
		});
		server.post('/rest/api/2/issue/:key/transitions', ({ params, body }: Keyed, reply) => {
			issues.move(issues.find(params.key), readTransition(body));
			return reply.code(204).send();
		});
		for (const version of ['2', '3'] as const) {
			server.post(`/rest/api/${version}/issue/:key/comment`, ({ params, body }: Keyed, reply) => {
				const comment = issues.comment(issues.find(params.key), readComment(version, body));
				return reply.code(201).send(comment);
			});
		}
	}

	private search({ jql, fields, maxResults, nextPageToken = '0' }: Search) {
		const query = queryOf(jql);
		const indexed = Date.now() - this.indexDelayMs;
		const found = this.issues.all
			.filter(({ created }) => created.getTime() <= indexed)
			.map((issue) => ({ issue, searched: searchedOf(issue) }))
			.filter(({ searched }) => query.matches(searched))
			.sort((one, other) => query.compare(one.searched, other.searched));
		const start = Number(nextPageToken);
		const end = start + maxResults;
		return {
			issues: found.slice(start, end).map(({ issue }) => this.shown(issue, fields)),
			...(end < found.length ? { nextPageToken: String(end) } : { isLast: true }),
		};
	}

	private reference({ id, key }: Issue) {
		return { id, key, self: `${this.url}/rest/api/2/issue/${id}` };
	}

	/** @param wanted names of fields, or a word with an asterisk for all */
	private shown(issue: Issue, wanted: string[]) {
		const all = Object.entries(fieldsOf(issue));
		const isWanted = (name: string) => wanted.includes(name) || wanted.some(isEverything);
		const fields = Object.fromEntries(all.filter(([name]) => isWanted(name)));
		return { ...this.reference(issue), fields };
	}
}

function isEverything(name: string): boolean {
	return name === '*all' || name === '*navigable';
}

function fieldsOf(issue: Issue): Record<string, unknown> {
	const { summary, description, labels, comments, created, updated } = issue;
	return {
		summary,
		description,
		labels,
		project,
		issuetype: issueTypes.find(({ id }) => id === issue.issueTypeId),
		status: shownStatus(issue.status),
		comment: { comments, total: comments.length },
		created,
		updated,
	};
}

function shownStatus({ name, category }: Issue['status']) {
	return { name, statusCategory: category };
}

function shownTransition({ id, name, to }: (typeof transitions)[number]) {
	return { id, name, to: shownStatus(to), isAvailable: true };
}

function searchedOf({ key, labels, status, created }: Issue): Searched {
	return {
		labels,
		statusCategory: status.category.key,
		project: project.key,
		number: Number(key.split('-')[1]),
		created: created.getTime(),
	};
}

function queryOf(jql: string): Query {
	try {
		return parseJql(jql);
	} catch (error) {
		throw new JiraRefusal(400, [(error as Error).message]);
	}
}

function refuse(
	error: Error & { statusCode?: number },
	_request: FastifyRequest,
	reply: FastifyReply,
) {
	if (error instanceof JiraRefusal) {
		const { status, messages, fields } = error;
		return reply.code(status).send({ errorMessages: messages, errors: fields });
	}
	const code = error.statusCode ?? 500;
	return reply.code(code).send({ errorMessages: [error.message], errors: {} });
}
