import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CredentialImport } from '../n8n/workflow.cts';
import { Arrivals } from './arrivals.cts';
import { HttpService } from './httpService.cts';
import { channelPage } from './mattermostPage.cts';

/** A message in a channel. */
export interface Post {
	id: string;
	channel_id: string;
	/** The post that this one answers; empty if it begins a thread. */
	root_id: string;
	message: string;
	/** Milliseconds since 1970. */
	create_at: number;
}

interface Channel {
	id: string;
	name: string;
	display_name: string;
	team_display_name: string;
	type: 'O' | 'P';
	delete_at: number;
}

const longestMessage = 16_383;

/**
 * A stand-in for a Mattermost server: the part of its REST interface v4 that n8n's Mattermost node
 * needs to test its credential, to list channels, and to post a message; and a page that shows the
 * channel to people.
 */
export class Mattermost extends HttpService {
	readonly posts = new Arrivals<Post>();
	readonly channel: Channel = {
		id: newId(),
		name: 'directory-alerts',
		display_name: 'Directory Alerts',
		team_display_name: 'IT Operations',
		type: 'O',
		delete_at: 0,
	};
	/** The token of the account that n8n posts with, made for this run. */
	private readonly token = newId();

	constructor() {
		super();
		this.server.addHook('onRequest', async (request, reply) => this.admit(request, reply));
		this.server.get('/', (_request, reply) =>
			reply.type('text/html; charset=utf-8').send(channelPage(this)),
		);
		this.server.get('/api/v4/users', (request) =>
			page([{ id: newId(), username: 'n8n' }], request),
		);
		this.server.get('/api/v4/channels', (request) => page([this.channel], request));
		this.server.post('/api/v4/posts', async ({ body }, reply) => this.take(body, reply));
		this.server.setNotFoundHandler((_request, reply) =>
			refuse(reply, 404, 'Sorry, we could not find the page.'),
		);
	}

	/** How n8n's Mattermost node reaches it. */
	get credential(): CredentialImport {
		const data = { accessToken: this.token, baseUrl: this.url, allowUnauthorizedCerts: false };
		return { id: 'standInMattermost', name: 'Stand-in Mattermost', type: 'mattermostApi', data };
	}

	private async admit({ url, headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
		if (url === '/' || headers.authorization === `Bearer ${this.token}`) return;
		await refuse(reply, 401, 'Invalid or expired session, please login again.');
	}

	private take(body: unknown, reply: FastifyReply): FastifyReply {
		const { channel_id, message = '', root_id = '' } = (body ?? {}) as Partial<Post>;
		if (!channel_id) return refuse(reply, 400, 'Invalid or missing channel_id in request body.');
		if (channel_id !== this.channel.id) {
			return refuse(reply, 403, 'You do not have the appropriate permissions.');
		}
		if (typeof message !== 'string' || !message || message.length > longestMessage) {
			return refuse(reply, 400, 'Invalid message.');
		}
		if (root_id && !this.posts.all.some(({ id }) => id === root_id)) {
			return refuse(reply, 400, 'Invalid RootId parameter.');
		}
		const post = { id: newId(), channel_id, root_id, message, create_at: Date.now() };
		this.posts.add(post);
		return reply.code(201).send(post);
	}
}

/** Lists are read until a page is empty. */
function page<T>(all: T[], { query }: FastifyRequest): T[] {
	const { page: number = 0, per_page: size = 60 } = query as { page?: string; per_page?: string };
	return all.slice(Number(number) * Number(size), (Number(number) + 1) * Number(size));
}

function refuse(reply: FastifyReply, code: number, message: string): FastifyReply {
	return reply.code(code).send({ id: 'stand_in.refused.app_error', message, status_code: code });
}

/** Mattermost's ids are 26 of these. */
const idLetters = 'ybndrfg8ejkmcpqxot1uwisza345h769';

function newId(): string {
	return Array.from(randomBytes(26), (byte) => idLetters[byte % idLetters.length]).join('');
}
