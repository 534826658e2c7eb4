import { z } from 'zod';

/** Declares one effect; the description is Markdown and stands in README.md. */
function effect<Type extends string, Settings extends z.ZodRawShape>(
	type: Type,
	settings: Settings,
	description: string,
) {
	return z
		.object({ type: z.literal(type), ...settings })
		.strict()
		.describe(description);
}

const status = (smallest: number) => z.number().int().min(smallest).max(599);
const milliseconds = z.number().int().min(0);
const bytes = z.number().int().min(0);

/**
 * What a fault does to a request. "Carried out" means that the request has its full effect on the team.
 * README.md shows this table; a test compares the two.
 */
export const effectSchema = z.discriminatedUnion('type', [
	effect('latency', { milliseconds }, 'Waits, in real time, then continues'),
	effect(
		'status',
		{
			status: status(400),
			retryAfterSeconds: z.number().int().optional(),
			retryForm: z
				.enum([
					'retryAt',
					'retryAtMilliseconds',
					'retryAtTwice',
					'retryAtHuge',
					'retryAfterSeconds',
					'retryAfterDate',
					'resetOnly',
				])
				.default('retryAt'),
			headers: z.record(z.union([z.string(), z.array(z.string())])).default({}),
		},
		'Answers an error without carrying out the request. With `retryAfterSeconds` it says when to come again, by `retryForm`: `X-RateLimit-Retry-At` in seconds, in milliseconds, as two headers or beyond all numbers; `Retry-After` in seconds or as a date; or `X-RateLimit-Reset` alone. `headers` adds any others',
	),
	effect(
		'html',
		{ status: status(200).default(502) },
		"Answers a proxy's page (502 by default) without carrying out the request",
	),
	effect(
		'bigBody',
		{
			status: status(200).default(500),
			bytes: bytes.default(60_000_000),
			contentType: z.string().default('text/plain; charset=utf-8'),
		},
		'Answers `bytes` bytes of text (60 MB with 500 by default) without carrying out the request',
	),
	effect(
		'redirect',
		{
			status: z
				.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)])
				.default(302),
			location: z.string().default('/v1/moved'),
		},
		'Answers a redirect (302 to `/v1/moved` on the same host by default) without carrying out the request',
	),
	effect('noAnswer', {}, 'Never answers, and does not carry out the request'),
	effect('expireTokens', {}, 'Expires all tokens, then continues'),
	effect(
		'reset',
		{ when: z.enum(['before', 'middle', 'after']) },
		'Cuts the connection: `before` the request is carried out, in the `middle` of the answer, or `after` it was carried out, without an answer',
	),
	effect('truncatedBody', {}, 'Half of the body, complete as far as HTTP goes; carried out'),
	effect('emptyBody', {}, 'No body; carried out'),
	effect(
		'contentType',
		{ value: z.string().default('text/plain') },
		'Another content type on the same body; carried out',
	),
	effect(
		'wrongTypes',
		{ variant: z.enum(['swap', 'text', 'number', 'null', 'list']).default('swap') },
		'`swap`: numbers instead of strings and the reverse, objects instead of lists. Otherwise a whole other body. Carried out',
	),
	effect('replaceBody', { body: z.unknown() }, 'Any JSON as the body; carried out'),
	effect(
		'drip',
		{
			bytes: bytes.min(1).default(1),
			everyMilliseconds: milliseconds.default(100),
			endless: z.boolean().default(false),
		},
		'Sends the body in pieces: `bytes` (1) every `everyMilliseconds` (100), in real time. `endless` then goes on with spaces. Carried out. A second rule with `status` or `html` makes their bodies drip',
	),
	effect('emptyList', {}, 'A list answers an empty page without a Link header; carried out'),
	effect(
		'listWithout',
		{ id: z.string() },
		'The page of a list lacks the object with this id; carried out',
	),
	effect('repeatedCursor', {}, 'The next link of a list leads to the same page again'),
	effect(
		'foreignNext',
		{ origin: z.string().default('http://127.0.0.1:9') },
		'The next link of a list leads to another origin',
	),
	effect('endlessPaging', {}, 'Each page of a list has a next link, and no two links are the same'),
]);

export type Effect = z.infer<typeof effectSchema>;

/** The effect of one type. */
export type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>;
