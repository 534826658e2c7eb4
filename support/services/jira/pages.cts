import type { Issue } from './issues.cts';

/** All issues, the newest first, for a person's browser. */
export function listPage(issues: Issue[]): string {
	const rows = issues
		.toReversed()
		.map(
			({ key, summary, status }) =>
				`<li><a href="/browse/${key}">${key}</a> ${escaped(summary)} <b>${status.name}</b></li>`,
		);
	return page('Issues', rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '<p>None yet.</p>');
}

/** One issue with its comments. */
export function issuePage({ key, summary, description, labels, status, comments }: Issue): string {
	const said = comments.map(
		({ text, created }) => `<h3>${created.toISOString()}</h3><pre>${escaped(text)}</pre>`,
	);
	return page(
		`${key} ${escaped(summary)}`,
		`<p><b>${status.name}</b>, ${escaped(labels.join(', '))}</p>
<pre>${escaped(description)}</pre>
<h2>Comments</h2>
${said.join('\n')}`,
	);
}

function page(title: string, body: string): string {
	return `<!doctype html>
<title>${title}</title>
<style>body { font: 16px/1.5 sans-serif; margin: 2em } pre { white-space: pre-wrap }</style>
<h1>${title}</h1>
${body}
`;
}

function escaped(text: string): string {
	const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return text.replace(/[&<>"]/g, (letter) => names[letter] ?? letter);
}
