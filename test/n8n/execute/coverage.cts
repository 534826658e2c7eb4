import { asaEndpoints, type Endpoint } from '../../../sandbox/endpoints.cts';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';

export const dialects = ['client', 'page'] as const;
export type Dialect = (typeof dialects)[number];

/** How an endpoint was answered while the examples ran. */
export interface EndpointRun {
	number: number;
	what: string;
	/** Each status it was answered with, and how often; empty when it wasn't called. */
	statuses: Map<number | null, number>;
	/** Called, and answered with nothing but its status of success. */
	isGood: boolean;
}

/** The list of projects, which only a picker reads. */
const projects = 28;

/** The endpoints that have an operation. */
const withOperation = asaEndpoints.filter(({ number }) => number !== projects);

/** Those endpoints against a log of the sandbox. */
export function endpointRuns(requests: LoggedRequest[], dialect: Dialect): EndpointRun[] {
	return withOperation.map((endpoint) => {
		const statuses = new Map<number | null, number>();
		for (const { status } of requests.filter((request) => request.endpoint === endpoint.number)) {
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
		}
		const isGood = statuses.size === 1 && statuses.has(successOf(endpoint, dialect));
		return { number: endpoint.number, what: endpoint.what, statuses, isGood };
	});
}

function successOf({ success }: Endpoint, dialect: Dialect): number {
	return typeof success === 'number' ? success : success[dialect];
}

/** Requests beside these endpoints (the token, the pickers, unknown paths) that were refused. */
export function otherRefusals(requests: LoggedRequest[]): string[] {
	return requests
		.filter(({ endpoint }) => !withOperation.some(({ number }) => number === endpoint))
		.filter(({ status }) => status === null || status >= 400)
		.map(({ method, path, status }) => `${method} ${path} was answered ${status}`);
}
