import { randomBytes, randomUUID } from 'node:crypto';
import { Arrivals } from '../../../../support/services/arrivals.cts';
import { HttpService } from '../../../../support/services/httpService.cts';
import type { CredentialImport } from '../../../../support/n8n/workflow.cts';

interface ChatMessage {
	body?: { contentType?: string; content?: string };
}

/**
 * A stand-in for the part of Microsoft Graph that posts to a channel of Teams: n8n's node sends to the
 * beta version (Create chatMessage). It answers errors as Graph does.
 */
export class Teams extends HttpService {
	/** The HTML of each message, as it was sent. */
	readonly messages = new Arrivals<string>();
	readonly teamId = randomUUID();
	readonly channelId = `19:${randomBytes(16).toString('hex')}@thread.tacv2`;
	private readonly token = randomBytes(24).toString('base64url');

	constructor() {
		super();
		this.server.post('/beta/teams/:team/channels/:channel/messages', async (request, reply) => {
			const { team, channel } = request.params as { team: string; channel: string };
			const { contentType, content } = (request.body as ChatMessage | null)?.body ?? {};
			if (request.headers.authorization !== `Bearer ${this.token}`) {
				return reply.code(401).send(refusal('InvalidAuthenticationToken'));
			}
			if (team !== this.teamId || channel !== this.channelId) {
				return reply.code(404).send(refusal('NotFound'));
			}
			if (contentType !== 'html' || !content) return reply.code(400).send(refusal('BadRequest'));
			this.messages.add(content);
			return reply.code(201).send({ id: String(Date.now()), body: { contentType, content } });
		});
	}

	get credential(): CredentialImport {
		const data = {
			clientId: 'n8n',
			clientSecret: randomBytes(12).toString('hex'),
			graphApiBaseUrl: 'https://graph.microsoft.com',
			oauthTokenData: { access_token: this.token, token_type: 'Bearer', expires_in: 3600 },
		};
		return {
			id: 'standInTeams',
			name: 'Stand-in Microsoft Teams',
			type: 'microsoftTeamsOAuth2Api',
			data,
		};
	}
}

function refusal(code: string): object {
	return { error: { code, message: code } };
}
