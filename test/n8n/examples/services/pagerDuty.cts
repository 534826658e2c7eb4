import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Arrivals } from '../../../../support/services/arrivals.cts';
import { HttpService } from '../../../../support/services/httpService.cts';
import type { CredentialImport } from '../../../../support/n8n/workflow.cts';

const eventSchema = z.discriminatedUnion('event_action', [
	z.object({
		event_action: z.literal('trigger'),
		routing_key: z.string(),
		dedup_key: z.string().min(1).max(255),
		payload: z.object({
			summary: z.string().min(1).max(1024),
			source: z.string().min(1),
			severity: z.enum(['critical', 'error', 'warning', 'info']),
			component: z.string().optional(),
			group: z.string().optional(),
			class: z.string().optional(),
			custom_details: z.record(z.unknown()).optional(),
		}),
	}),
	z.object({
		event_action: z.enum(['acknowledge', 'resolve']),
		routing_key: z.string(),
		dedup_key: z.string().min(1).max(255),
	}),
]);

export type PagerEvent = z.infer<typeof eventSchema>;

/**
 * A stand-in for PagerDuty's Events API v2: it takes events of its one service, and pages when a trigger
 * opens an alert. Rules as PagerDuty documents them: a trigger with the dedup_key of an open alert only
 * adds to its log, a resolve closes it. An event that isn't well formed, or of another service, gets 400.
 */
export class PagerDuty extends HttpService {
	readonly events = new Arrivals<PagerEvent>();
	/** The dedup_key of each page, in order. */
	readonly pages: string[] = [];
	readonly openAlerts = new Set<string>();
	private readonly routingKey = randomBytes(16).toString('hex');

	constructor() {
		super();
		this.server.post('/v2/enqueue', ({ body }, reply) => {
			const { data, error } = eventSchema.safeParse(body);
			if (!data || data.routing_key !== this.routingKey) {
				const errors = error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
				return reply.code(400).send({
					status: 'invalid event',
					message: 'Event object is invalid',
					errors: errors ?? ['Invalid routing key'],
				});
			}
			this.take(data);
			return reply.code(202).send({
				status: 'success',
				message: 'Event processed',
				dedup_key: data.dedup_key,
			});
		});
	}

	/** The routing key, as n8n's HTTP Request node adds it to the body. */
	get credential(): CredentialImport {
		const json = JSON.stringify({ body: { routing_key: this.routingKey } });
		return { id: 'standInPager', name: 'Stand-in pager', type: 'httpCustomAuth', data: { json } };
	}

	private take(event: PagerEvent): void {
		const { dedup_key: key, event_action: action } = event;
		if (action === 'resolve') this.openAlerts.delete(key);
		if (action === 'trigger' && !this.openAlerts.has(key)) {
			this.openAlerts.add(key);
			this.pages.push(key);
		}
		this.events.add(event);
	}
}
