import { z } from 'zod';
import { issueTypes, type IssueFields, project } from './issues.cts';
import { JiraRefusal } from './refusal.cts';

/** Of a summary and of a label (letters). */
const longestLine = 255;
const longestText = 32_767;

const idOf = (ids: string[], message: string) =>
	z.object({ id: z.string().refine((id) => ids.includes(id), message) }, { message });

const text = z
	.string({ message: 'Operation value must be a string' })
	.max(
		longestText,
		'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
	);

const label = z
	.string()
	.min(1, 'The label is empty.')
	.max(longestLine, 'The label exceeds 255 characters.')
	.refine((value) => !/\s/.test(value), 'The label contains spaces which is invalid.');

const editable = {
	summary: z
		.string({ message: 'You must specify a summary of the issue.' })
		.trim()
		.min(1, 'You must specify a summary of the issue.')
		.max(longestLine, "Summary can't exceed 255 characters.")
		.refine(
			(value) => !/[\r\n]/.test(value),
			'The summary is invalid because it contains newline characters.',
		),
	description: text.default(''),
	labels: z.array(label).default([]),
};

const created = z.strictObject({
	...editable,
	project: idOf([project.id], 'Specify a valid project ID or key'),
	issuetype: idOf(
		issueTypes.filter(({ subtask }) => !subtask).map(({ id }) => id),
		'Specify a valid issue type',
	),
});

const edited = z.strictObject(editable).partial();

const document = z.object({
	type: z.literal('doc'),
	version: z.literal(1),
	content: z.array(
		z.object({
			type: z.literal('paragraph'),
			content: z.array(z.object({ type: z.literal('text'), text })),
		}),
	),
});

const search = z.strictObject({
	jql: z.string(),
	fields: z.array(z.string()).default(['id']),
	maxResults: z.number().int().min(1).max(5_000).default(50),
	nextPageToken: z.string().optional(),
	expand: z.string().optional(),
});

export type Search = z.infer<typeof search>;

/** @throws JiraRefusal 400 that names the fields that are wrong, missing or unknown */
export function readNewIssue(body: unknown): IssueFields {
	const { issuetype, summary, description, labels } = readFields(created, body);
	return { issueTypeId: issuetype.id, summary, description, labels };
}

/** @throws JiraRefusal 400 that names the fields that are wrong or unknown */
export function readChanges(body: unknown): Partial<IssueFields> {
	return readFields(edited, body);
}

/**
 * The text of a comment.
 *
 * @param version of the interface: 2 takes wiki markup, 3 a document
 * @throws JiraRefusal 400 if it is neither, or empty
 */
export function readComment(version: '2' | '3', body: unknown): string {
	const { body: comment } = (body ?? {}) as { body?: unknown };
	const read = version === '2' ? text.safeParse(comment) : document.safeParse(comment);
	if (!read.success) throw new JiraRefusal(400, [], { comment: 'Comment body is not valid!' });
	const said = typeof read.data === 'string' ? read.data : textOf(read.data);
	if (said.trim()) return said;
	throw new JiraRefusal(400, [], { comment: 'Comment body can not be empty!' });
}

/** @throws JiraRefusal 400 if the body names no transition */
export function readTransition(body: unknown): string {
	const read = z.object({ transition: z.object({ id: z.string() }) }).safeParse(body);
	if (read.success) return read.data.transition.id;
	throw new JiraRefusal(400, ["Missing 'transition' identifier"]);
}

/** @throws JiraRefusal 400 for anything that the search doesn't know */
export function readSearch(body: unknown): Search {
	const read = search.safeParse(body);
	if (read.success) return read.data;
	throw new JiraRefusal(400, ['Invalid request payload. Refer to the REST API documentation.']);
}

function readFields<T extends z.ZodTypeAny>(schema: T, body: unknown): z.infer<T> {
	const { fields = {} } = (body ?? {}) as { fields?: unknown };
	const read = schema.safeParse(fields);
	if (read.success) return read.data;
	throw new JiraRefusal(400, [], Object.fromEntries(read.error.issues.flatMap(problemsOf)));
}

function problemsOf(issue: z.ZodIssue): [field: string, message: string][] {
	if (issue.code !== 'unrecognized_keys') return [[String(issue.path[0]), issue.message]];
	return issue.keys.map((key) => [
		key,
		`Field '${key}' cannot be set. It is not on the appropriate screen, or unknown.`,
	]);
}

function textOf({ content }: z.infer<typeof document>): string {
	return content.map((paragraph) => paragraph.content.map((part) => part.text).join('')).join('\n');
}
