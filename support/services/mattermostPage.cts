import { clockNote, escaped, htmlPage, shownTime } from './htmlPage.cts';
import type { Mattermost } from './mattermost.cts';

/** The posts of the channel, the oldest first, for a person's browser. */
export function channelPage({ channel, posts }: Pick<Mattermost, 'channel' | 'posts'>): string {
	const articles = posts.all.map(
		({ message, create_at }) =>
			`<article><b>n8n</b> <small>${shownTime(new Date(create_at))}</small><pre>${escaped(unescapedMarkdown(message))}</pre></article>`,
	);
	const list = articles.length > 0 ? articles.join('\n') : '<p>No messages yet.</p>';
	return htmlPage(
		channel.display_name,
		`<small>Stand-in for Mattermost · ${channel.team_display_name}</small>
<h1># ${channel.display_name}</h1>
${clockNote}
${list}`,
	);
}

/** As Markdown shows it: a backslash makes the punctuation after it plain text. */
function unescapedMarkdown(text: string): string {
	return text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
