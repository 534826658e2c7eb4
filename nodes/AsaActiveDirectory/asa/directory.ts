import type { EndpointName } from './endpoints';
import type { Requests } from './http/requests';
import { readField, toText } from './model/json';

/** A gateway or a project, as far as it is chosen from a list. */
export interface NamedObject {
	id: string;
	/** Its id if ASA answers no name. */
	name: string;
}

/** A list of objects with names: the gateways or the projects of a team. */
export class NamedObjects {
	constructor(
		private readonly requests: Requests,
		private readonly endpoint: EndpointName,
	) {}

	/**
	 * Endpoints 26 and 28.
	 *
	 * @param contains a part of the name; the API searches by itself (certain)
	 */
	async list(contains?: string): Promise<NamedObject[]> {
		const query = contains ? { contains } : {};
		return await this.requests.list(
			(json) => {
				const id = toText(readField(json, 'id')) ?? '';
				return { id, name: toText(readField(json, 'name')) ?? id };
			},
			this.endpoint,
			{},
			{ query },
		);
	}
}
