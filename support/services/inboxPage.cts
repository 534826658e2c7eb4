import { clockNote, escaped, htmlPage, shownTime } from './htmlPage.cts';
import type { Inbox, InboxMessage } from './inbox.cts';

/** What a chat would show of a message: its `text`, else the whole body. */
export function shownText({ body }: InboxMessage): string {
	if (typeof body === 'string') return body;
	const { text } = (body ?? {}) as { text?: unknown };
	return typeof text === 'string' ? text : JSON.stringify(body, undefined, 2);
}

/** The messages, the newest first, each with the path that it was posted to, for a person's browser. */
export function inboxPage({ messages }: Pick<Inbox, 'messages'>): string {
	const articles = messages.all
		.toReversed()
		.map(
			(message) =>
				`<article><b>${escaped(message.path)}</b> <small>${shownTime(message.receivedAt)}</small><pre>${escaped(bodyOf(message))}</pre></article>`,
		);
	const list = articles.length > 0 ? articles.join('\n') : '<p>No messages yet.</p>';
	return htmlPage(
		'Inbox',
		`<small>Stand-in for incoming webhooks: takes any POST, at any path; newest first</small>
<h1>Inbox</h1>
${clockNote}
${list}`,
	);
}

/** The whole body: as text if it is a chat message, with nothing but a `text`. */
function bodyOf(message: InboxMessage): string {
	const { body } = message;
	const isChatMessage = Object.keys(body ?? {}).join() === 'text';
	return isChatMessage || typeof body === 'string'
		? shownText(message)
		: JSON.stringify(body, undefined, 2);
}
