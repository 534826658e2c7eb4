import { escaped, htmlPage, shownTime } from '../htmlPage.cts';
import { issueTypes, type Issue, project } from './issues.cts';

/** All issues, the newest first, for a person's browser. */
export function listPage(issues: Issue[]): string {
	const entries = issues
		.toReversed()
		.map(
			(issue) =>
				`<article><a href="/browse/${issue.key}">${issue.key}</a> ${escaped(issue.summary)} ${statusOf(issue)}</article>`,
		);
	const list = entries.length > 0 ? entries.join('\n') : '<p>None yet.</p>';
	return htmlPage(
		'Issues',
		`<small>Stand-in for Jira · ${project.name}; newest first</small>
<h1>Issues</h1>
${list}`,
	);
}

/** One issue with its comments. */
export function issuePage(issue: Issue): string {
	const { key, summary, description, labels, comments } = issue;
	const type = issueTypes.find(({ id }) => id === issue.issueTypeId)?.name ?? '';
	const posts = comments.map(
		({ text, created }) =>
			`<article><small>${shownTime(created)}</small><pre>${escaped(text)}</pre></article>`,
	);
	return htmlPage(
		`${key} ${summary}`,
		`<small>Stand-in for Jira · ${project.name} / ${key} · ${type}</small>
<h1>${escaped(summary)}</h1>
<p>${statusOf(issue)} <small>Labels: ${escaped(labels.join(', '))}</small></p>
<article><pre>${escaped(description)}</pre></article>
<h2>Comments</h2>
${posts.join('\n')}`,
	);
}

function statusOf({ status }: Issue): string {
	return `<b class="status ${status.category.key}">${status.name}</b>`;
}
