import { Arrivals } from '../arrivals.cts';
import { JiraRefusal } from './refusal.cts';

export interface Status {
	name: string;
	category: { key: 'new' | 'indeterminate' | 'done'; name: string };
}

export interface Issue {
	id: string;
	key: string;
	summary: string;
	description: string;
	labels: string[];
	issueTypeId: string;
	status: Status;
	comments: { id: string; text: string; created: Date }[];
	created: Date;
	updated: Date;
}

/** Something that was done to an issue. */
export interface Change {
	kind: 'created' | 'commented' | 'moved' | 'edited';
	issue: Issue;
	/** What is new: the summary, the comment, the status, or the fields that were edited. */
	news: string;
}

/** The one project that is there. */
export const project = { id: '10000', key: 'OPS', name: 'IT Operations' };

export const issueTypes = [
	{ id: '10001', name: 'Task', subtask: false },
	{ id: '10002', name: 'Incident', subtask: false },
	{ id: '10003', name: 'Subtask', subtask: true },
];

/** Jira's own first workflow: every transition is open from every status. */
export const transitions: { id: string; name: string; to: Status }[] = [
	{ id: '11', name: 'To Do', to: statusOf('To Do', 'new', 'To Do') },
	{ id: '21', name: 'In Progress', to: statusOf('In Progress', 'indeterminate', 'In Progress') },
	{ id: '31', name: 'Done', to: statusOf('Done', 'done', 'Done') },
];

function statusOf(name: string, key: Status['category']['key'], category: string): Status {
	return { name, category: { key, name: category } };
}

/** What an issue is made of; checked by `readIssueFields`. */
export type IssueFields = Pick<Issue, 'summary' | 'description' | 'labels' | 'issueTypeId'>;

/** The issues of the project, from the oldest to the newest. */
export class Issues {
	readonly all: Issue[] = [];
	readonly changes = new Arrivals<Change>();

	create(fields: IssueFields): Issue {
		const number = this.all.length + 1;
		const created = new Date();
		const issue: Issue = {
			...fields,
			id: String(20_000 + number),
			key: `${project.key}-${number}`,
			status: transitions[0]!.to,
			comments: [],
			created,
			updated: created,
		};
		this.all.push(issue);
		this.record('created', issue, issue.summary);
		return issue;
	}

	/** @throws JiraRefusal 404 for an issue that isn't there */
	find(idOrKey: string): Issue {
		const found = this.all.find(({ id, key }) => id === idOrKey || key === idOrKey);
		if (found) return found;
		throw new JiraRefusal(404, ['Issue does not exist or you do not have permission to see it.']);
	}

	comment(issue: Issue, text: string): Issue['comments'][number] {
		const id = String(30_000 + this.all.flatMap(({ comments }) => comments).length + 1);
		const comment = { id, text, created: new Date() };
		issue.comments.push(comment);
		this.record('commented', issue, text);
		return comment;
	}

	/** @throws JiraRefusal 400 for a transition that isn't there */
	move(issue: Issue, transitionId: string): void {
		const transition = transitions.find(({ id }) => id === transitionId);
		if (!transition) {
			const reason = `Transition id '${transitionId}' is not valid for this issue.`;
			throw new JiraRefusal(400, [reason]);
		}
		issue.status = transition.to;
		this.record('moved', issue, issue.status.name);
	}

	edit(issue: Issue, fields: Partial<IssueFields>): void {
		const news = Object.entries(fields).map(
			([name, value]) => `${name}: ${[value].flat().join(', ')}`,
		);
		Object.assign(issue, fields);
		this.record('edited', issue, news.join('; '));
	}

	private record(kind: Change['kind'], issue: Issue, news: string): void {
		issue.updated = new Date();
		this.changes.add({ kind, issue, news });
	}
}
