import type { EndpointName } from '../nodes/AsaActiveDirectory/api/endpoints';
import type { Wire } from '../nodes/AsaActiveDirectory/api/wire';
import type { Judgement } from './judge.cts';

/** One request and what came of it. Holds the team's own data: none of it goes into the report as it is. */
export interface Exchange {
	/** HTTP status; absent where no answer came. */
	status?: number;
	/** Code of the network fault, as in ECONNREFUSED; absent where an answer came. */
	networkCode?: string;
	/** With lower-case names. */
	headers: Record<string, unknown>;
	/** Parsed where it is JSON, else the text. */
	body: unknown;
}

/** One question to an endpoint, sent by the node's own client: retries and further pages are part of it. */
export interface Attempt extends Judgement {
	endpoint: EndpointName;
	/** The path template that was asked: the endpoint table's, or a variant of it. */
	path: string;
	query: Record<string, unknown>;
	exchanges: Exchange[];
	/** What the client read: the entries of a list, or the one object. */
	items: Wire[];
}
