import { Arrivals } from './arrivals.cts';
import { HttpService } from './httpService.cts';
import { inboxPage } from './inboxPage.cts';

/** A message as it was received. */
export interface InboxMessage {
	receivedAt: Date;
	path: string;
	/** The body: parsed if it is JSON, else the text. */
	body: unknown;
}

/**
 * A stand-in for any service with incoming webhooks: it keeps what is posted to any path, answers `ok`
 * as chats do, and shows it to people at `/`. It refuses other methods with 405 and bodies over 1 MB
 * with 413.
 */
export class Inbox extends HttpService {
	readonly messages = new Arrivals<InboxMessage>();

	constructor(port = 0) {
		super(port);
		this.server.removeAllContentTypeParsers();
		this.server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
			done(null, text),
		);
		this.server.post('*', ({ url, body }) => {
			this.messages.add({ receivedAt: new Date(), path: url, body: parsed(String(body ?? '')) });
			return 'ok';
		});
		this.server.get('/', (_request, reply) =>
			reply.type('text/html; charset=utf-8').send(inboxPage(this)),
		);
		this.server.setNotFoundHandler((_request, reply) =>
			reply
				.code(405)
				.header('allow', 'POST')
				.send('Only POST is accepted here; / shows what came.\n'),
		);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
