import type { EndpointName } from '../nodes/AsaActiveDirectory/api/endpoints';
import type { Exchange } from './exchange.cts';
import type { Specification } from './specification.cts';
import type { AssumedName } from './variants.cts';

/** A question to the API's behaviour and what was found, both in words of this tool. */
export interface Fact {
	what: string;
	found: string;
}

/** A GET at a path that may take POST alone. */
interface Hint {
	endpoint: AssumedName;
	path: string;
	status?: number;
}

/** Whether something seems to be at the path: it was answered, and not with 404. */
export function isHint({ status = 404 }: Hint): boolean {
	return status !== 404;
}

/** What was found out beside the answers of the endpoints themselves. */
export interface Evidence {
	specification?: Specification;
	/** The answer to a connection id that doesn't exist. */
	unknownId?: Exchange;
	hints: Hint[];
	facts: Fact[];
	/** The path that answered for an endpoint. */
	paths: Map<EndpointName, string>;
	/** Endpoints that no path answered for: their variants aren't tried again. */
	missing: Set<EndpointName>;
}

export function createEvidence(): Evidence {
	return { hints: [], facts: [], paths: new Map(), missing: new Set() };
}
