import {
	readConnectionSample,
	serverJob,
	serverJobOfClient,
	serverResult,
	userJob,
	userResult,
} from '../helpers/oktaSamples.cts';
import { isThorough } from '../thorough.cts';

/** JSON of arrays within arrays. */
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const longValues: Array<[what: string, json: string]> = [
	['1 MB of text', JSON.stringify('x'.repeat(1_000_000))],
	['arrays nested 100,000 deep', nested(100_000)],
	['objects nested 20,000 deep', '{"a":'.repeat(20_000) + 'null' + '}'.repeat(20_000)],
	['a list of 100,000 entries', `[${Array.from({ length: 100_000 }, () => '"x"').join()}]`],
];

/** Values as JSON that a server might answer in any field. */
export const hostileValues: Array<[what: string, json: string]> = [
	['an expression of n8n', JSON.stringify('={{ $env.PATH }}{{ 6 * 7 }}')],
	['HTML', JSON.stringify('<img src=x onerror="alert(1)">')],
	['control characters', JSON.stringify('a\u0000b\u001b[31mc\nd\re\u202ef\u2028g')],
	['the name of the prototype', JSON.stringify('__proto__')],
	[
		'an object with the prototype as a field',
		'{"__proto__": {"polluted": true}, "constructor": 1}',
	],
	['a number beyond all others', '1e999'],
	['a negative number', '-1'],
	['true', 'true'],
	['null', 'null'],
	...(isThorough ? longValues : []),
];

/** Link headers as no list has them. */
export const hostileLinks: Array<[what: string, link: string | string[]]> = [
	['an expression of n8n', '<={{ 6 * 7 }}>; rel="next"'],
	['HTML', '<img src=x onerror=alert(1)>; rel="next"'],
	['the name of the prototype', '<__proto__>; __proto__="next"; rel="next"'],
	['a script', '<javascript:alert(1)>; rel="next"'],
	['another host', '<//other.example/v1>; rel="next"'],
	['a file', '<file:///etc/passwd>; rel="next"'],
	['the same page', '<?>; rel="next"'],
	['bytes beyond ASCII', '<\u00ff\u0080>; rel="\u00e9"'],
	['10,000 brackets that open', '<'.repeat(10_000)],
	['10,000 semicolons', `<x>${';'.repeat(10_000)}`],
	['3,000 parameters', `<x>${';a=b'.repeat(3_000)}`],
	['a quote that never ends', `<x>; rel="${'next '.repeat(2_000)}`],
	['more than a header may hold', `<${'x'.repeat(100_000)}>; rel="next"`],
	['a thousand headers', Array.from({ length: 1_000 }, () => '<x>')],
	['nothing', ''],
];

/** What ASA says of its limit, and the clock that it refers to. */
export const limitHeaders = [
	'x-ratelimit-limit',
	'x-ratelimit-remaining',
	'x-ratelimit-reset',
	'x-ratelimit-retry-at',
	'date',
];

/** Numbers and times as no API counts them. */
export const hostileNumbers: Array<[what: string, text: string]> = [
	['an expression of n8n', '={{ 6 * 7 }}'],
	['HTML', '<img src=x onerror=alert(1)>'],
	['the name of the prototype', '__proto__'],
	['nothing', ''],
	['NaN', 'NaN'],
	['Infinity', 'Infinity'],
	['a negative number', '-1'],
	['a number near to all others', '1e308'],
	['a number beyond all others', '1e999'],
	['10,000 digits', '9'.repeat(10_000)],
	['bytes beyond ASCII', '\u00ff\u0080'],
];

/** What ASA says shortly before its limit: one request is left for a minute. */
export function nearTheLimit(): Record<string, string> {
	const now = Math.floor(Date.now() / 1_000);
	return {
		'x-ratelimit-limit': '10000',
		'x-ratelimit-remaining': '1',
		'x-ratelimit-reset': String(now + 60),
		'x-ratelimit-retry-at': String(now + 1),
	};
}

/** An object of each kind as the API answers it. */
export const samples = {
	connection: readConnectionSample,
	serverSyncJob: serverJobOfClient,
	'serverSyncJob of the page': serverJob,
	userSyncJob: userJob,
	serverResult,
	userResult,
};

/** An object's JSON with one field replaced; a dot leads into an object. */
export function replaced(sample: object, field: string, json: string): string {
	const [name, inner] = field.split('.');
	const fields = Object.entries(sample).map(([key, value]) => {
		const text =
			key !== name ? JSON.stringify(value) : inner ? replaced(value as object, inner, json) : json;
		return `${JSON.stringify(key)}:${text}`;
	});
	return `{${fields.join()}}`;
}

/** A text in JSON that ASA might take as an ID. */
export function isId(json: string): boolean {
	return isText(json) && (JSON.parse(json) as string).length <= 255;
}

/** A text in JSON. */
export function isText(json: string): boolean {
	return json.startsWith('"');
}

/** Every field of a sample but its id, those of the status too. */
export function fieldsOf(sample: object): string[] {
	const names = Object.keys(sample).filter((name) => name !== 'id');
	const status = names.includes('status') ? ['status.summary', 'status.detailed_summary'] : [];
	return [...names, ...status];
}

/** A list with as many entries as a sample has fields: in each another one is hostile. Their ids differ. */
export function hostileList(sample: object, json: string): string {
	const entries = fieldsOf(sample).map((field) => replaced({ ...sample, id: field }, field, json));
	return `{"list":[${entries.join()}]}`;
}
