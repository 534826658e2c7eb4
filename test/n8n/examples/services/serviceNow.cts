import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Arrivals } from '../../../../support/services/arrivals.cts';
import { HttpService } from '../../../../support/services/httpService.cts';
import type { CredentialImport } from '../../../../support/n8n/workflow.cts';
import { pause } from '../../../../support/system/wait.cts';

/** A row of the table `incident`: all values are text. */
export type Incident = Record<string, string>;

/** A request that changed a row. */
export interface Change {
	method: 'POST' | 'PATCH';
	sysId: string;
	values: Incident;
}

const orderKeyword = 'ORDERBY';

const incidentsPath = '/api/now/table/incident';

/** States of an incident. */
const resolvedState = '6';
const closedState = '7';

/**
 * A stand-in for a ServiceNow instance: the part of its Table API that finds, creates and changes
 * incidents. Resolving one needs a code and notes, as ServiceNow's data policy asks for.
 */
export class ServiceNow extends HttpService {
	readonly subdomain = 'stand-in';
	readonly incidents = new Map<string, Incident>();
	readonly changes = new Arrivals<Change>();
	/** Incidents with this in their correlation ID can't be created. */
	refuses: string | undefined;
	/** How long a creation takes; until then the incident can't be found. */
	creationMs = 0;
	private readonly password = randomBytes(12).toString('base64url');

	constructor() {
		super();
		this.server.addHook('onRequest', async (request, reply) => this.admit(request, reply));
		this.server.get(incidentsPath, ({ query }) => ({ result: this.find(query as Incident) }));
		this.server.post(incidentsPath, async ({ body }, reply) =>
			this.create(body as Incident, reply),
		);
		this.server.patch(`${incidentsPath}/:id`, async ({ params, body }, reply) =>
			this.change((params as { id: string }).id, body as Incident, reply),
		);
	}

	/** The host that n8n makes of the subdomain. */
	get host(): string {
		return `${this.subdomain}.service-now.com`;
	}

	get credential(): CredentialImport {
		const data = { user: 'n8n', password: this.password, subdomain: this.subdomain };
		return {
			id: 'standInServiceNow',
			name: 'Stand-in ServiceNow',
			type: 'serviceNowBasicApi',
			data,
		};
	}

	/** All incidents of that correlation ID. */
	of(correlationId: string): Incident[] {
		const all = [...this.incidents.values()];
		return all.filter(({ correlation_id: id }) => id === correlationId);
	}

	private async admit({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
		const basic = Buffer.from(`n8n:${this.password}`).toString('base64');
		if (headers.authorization === `Basic ${basic}`) return;
		await refuse(reply, 401, 'User Not Authenticated');
	}

	/** A query of clauses like `field=value` and `ORDERBYfield`, joined by `^`. */
	private find({ sysparm_query: query = '', sysparm_fields: fields, ...rest }: Incident) {
		const parts = query.split('^');
		const clauses = parts
			.filter((part) => !part.startsWith(orderKeyword))
			.map((part) => part.split('='));
		const order = parts
			.filter((part) => part.startsWith(orderKeyword))
			.map((part) => part.slice(orderKeyword.length));
		const limit = Number(rest.sysparm_limit ?? 10_000);
		return [...this.incidents.values()]
			.filter((row) => clauses.every(([field, value]) => row[field] === value))
			.sort((one, other) => compare(one, other, order))
			.slice(0, limit)
			.map((row) => (fields ? pick(row, fields.split(',')) : row));
	}

	private async create(values: Incident, reply: FastifyReply): Promise<FastifyReply> {
		await pause(this.creationMs);
		if (this.refuses && values.correlation_id?.includes(this.refuses)) {
			return refuse(reply, 403, 'Operation Failed');
		}
		const sys_id = randomBytes(16).toString('hex');
		const number = `INC${String(this.incidents.size + 1).padStart(7, '0')}`;
		const sys_created_on = new Date().toISOString().slice(0, 19).replace('T', ' ');
		const row = { state: '1', active: 'true', ...values, sys_id, number, sys_created_on };
		this.incidents.set(sys_id, row);
		this.changes.add({ method: 'POST', sysId: sys_id, values });
		return reply.code(201).send({ result: row });
	}

	private change(sysId: string, values: Incident, reply: FastifyReply): FastifyReply {
		const row = this.incidents.get(sysId);
		if (!row) return refuse(reply, 404, 'No Record found');
		const next = { ...row, ...values };
		if (next.state === resolvedState && !(next.close_code && next.close_notes)) {
			return refuse(reply, 403, 'Operation Failed');
		}
		this.incidents.set(sysId, { ...next, active: String(next.state !== closedState) });
		this.changes.add({ method: 'PATCH', sysId, values });
		return reply.send({ result: this.incidents.get(sysId) });
	}
}

/** By the first field that differs. */
function compare(one: Incident, other: Incident, fields: string[]): number {
	const results = fields.map((field) => (one[field] ?? '').localeCompare(other[field] ?? ''));
	return results.find((result) => result !== 0) ?? 0;
}

function pick(row: Incident, fields: string[]): Incident {
	return Object.fromEntries(fields.map((field) => [field, row[field] ?? '']));
}

function refuse(reply: FastifyReply, code: number, message: string): FastifyReply {
	return reply.code(code).send({ error: { message, detail: null }, status: 'failure' });
}
