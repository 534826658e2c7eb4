/** An answer that Jira refuses a request with. */
export class JiraRefusal extends Error {
	override name = 'JiraRefusal';

	/**
	 * @param messages what is wrong with the request as a whole
	 * @param fields what is wrong with single fields, by their names
	 */
	constructor(
		readonly status: 400 | 401 | 404 | 503,
		readonly messages: string[],
		readonly fields: Record<string, string> = {},
	) {
		super([...messages, ...Object.values(fields)].join(' '));
	}
}
