import { randomBytes } from 'node:crypto';
import { Arrivals } from '../../../../support/services/arrivals.cts';
import { HttpService } from '../../../../support/services/httpService.cts';
import type { CredentialImport } from '../../../../support/n8n/workflow.cts';

/**
 * A stand-in for Slack's Web API: it takes messages to its one channel by chat.postMessage. As Slack
 * does, it answers 200 with `ok: false` if it refuses.
 */
export class Slack extends HttpService {
	/** The text of each message, as it was sent. */
	readonly messages = new Arrivals<string>();
	readonly channel = { id: 'C0DIRALERTS', name: 'directory-alerts' };
	private readonly token = `xoxb-${randomBytes(12).toString('hex')}`;

	constructor() {
		super();
		this.server.post('/api/chat.postMessage', ({ headers, body }) => {
			if (headers.authorization !== `Bearer ${this.token}`) return refusal('invalid_auth');
			const { channel, text } = (body ?? {}) as { channel?: string; text?: string };
			if (channel !== this.channel.id) return refusal('channel_not_found');
			if (!text) return refusal('no_text');
			this.messages.add(text);
			return { ok: true, channel, ts: `${Date.now() / 1_000}`, message: { text } };
		});
	}

	get credential(): CredentialImport {
		const data = { accessToken: this.token };
		return { id: 'standInSlack', name: 'Stand-in Slack', type: 'slackApi', data };
	}
}

function refusal(error: string): object {
	return { ok: false, error };
}
