/** What a search may look at of an issue. */
export interface Searched {
	labels: string[];
	/** The key of its status category: new, indeterminate or done. */
	statusCategory: string;
	project: string;
	/** The number in its key: 7 of OPS-7. */
	number: number;
	/** Milliseconds since 1970. */
	created: number;
}

export interface Query {
	matches(issue: Searched): boolean;
	/** Compares two issues for the wanted order. */
	compare(one: Searched, other: Searched): number;
}

const categories: Record<string, string> = {
	'to do': 'new',
	'in progress': 'indeterminate',
	done: 'done',
};

/** What an order can be of. Keys are ordered by their numbers: OPS-9 comes before OPS-10. */
const orders: Record<string, (issue: Searched) => number> = {
	created: ({ created }) => created,
	key: ({ number }) => number,
};

type Clause = (issue: Searched) => boolean;

const clauseParsers: Record<string, (value: string) => Clause> = {
	'labels =': (value) => (issue) => issue.labels.includes(value),
	'statuscategory =': (value) => (issue) => issue.statusCategory === categoryOf(value),
	'statuscategory !=': (value) => (issue) => issue.statusCategory !== categoryOf(value),
	'project =': (value) => (issue) => issue.project === value,
	'created >=': (value) => (issue) => issue.created >= Date.parse(value),
};

/**
 * Reads a query of the part of Jira's query language that is known here: clauses on labels,
 * statusCategory, project and created joined by AND, and an order by created or key.
 *
 * @throws Error for anything else, and for a query without a clause, as Jira Cloud does
 */
export function parseJql(jql: string): Query {
	const [restriction = '', order, ...more] = jql.split(/\s*\border\s+by\b\s*/i);
	if (more.length > 0) throw new Error('Error in the JQL Query: Expecting the end of the query.');
	if (!restriction.trim()) {
		throw new Error(
			'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
		);
	}
	const clauses = restriction
		.trim()
		.split(/\s+and\s+/i)
		.map(readClause);
	return {
		matches: (issue) => clauses.every((clause) => clause(issue)),
		compare: readOrder(order ?? 'created DESC'),
	};
}

function readClause(text: string): Clause {
	const parts = /^(\w+)\s*(!=|>=|=)\s*(?:"([^"]+)"|([\w-]+))$/.exec(text);
	if (!parts) throw new Error(`Error in the JQL Query: '${text}' can't be read.`);
	const [, field = '', operator, quoted, bare] = parts;
	const clause = clauseParsers[`${field.toLowerCase()} ${operator}`];
	if (clause) return clause(quoted ?? bare ?? '');
	throw new Error(`Field '${field}' with '${operator}' does not exist here.`);
}

function categoryOf(value: string): string {
	const key = categories[value.toLowerCase()];
	if (key) return key;
	throw new Error(`The value '${value}' does not exist for the field 'statusCategory'.`);
}

function readOrder(order: string): Query['compare'] {
	const parts = /^(\w+)(?:\s+(asc|desc))?$/i.exec(order.trim());
	const [, field = '', direction = 'desc'] = parts ?? [];
	const valueOf = orders[field.toLowerCase()];
	if (!valueOf) throw new Error(`Error in the JQL Query: the order '${order}' can't be read.`);
	const sign = direction.toLowerCase() === 'asc' ? 1 : -1;
	return (one, other) => sign * (valueOf(one) - valueOf(other));
}
