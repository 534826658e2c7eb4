import fc from '../../../../../helpers/seededFastCheck.cts';
import { nextPageLink } from '../../../../../../nodes/AsaActiveDirectory/asa/http/requests';

const next = 'https://app.scaleft.com/v1/teams/acme/x?offset=b&count=100';
const prev = 'https://app.scaleft.com/v1/teams/acme/x?offset=a&prev=true';

describe('nextPageLink finds the next page', () => {
	it.each<[string, unknown]>([
		['alone', `<${next}>; rel="next"`],
		['after prev in one header', `<${prev}>; rel="prev", <${next}>; rel="next"`],
		['before prev in one header', `<${next}>; rel="next", <${prev}>; rel="prev"`],
		['in the second of several headers', [`<${prev}>; rel="prev"`, `<${next}>; rel="next"`]],
		['without quotes', `<${next}>; rel=next`],
		['without spaces', `<${prev}>;rel="prev",<${next}>;rel="next"`],
		['with spaces everywhere', `  <${next}>  ;  rel  =  "next"  `],
		['in upper case', `<${next}>; REL="NEXT"`],
		['among several relations', `<${next}>; rel="last next"`],
		[
			'after other parameters',
			`<${next}>; title="the, rest; of it"; type="application/json"; rel="next"`,
		],
		['before other parameters', `<${next}>; rel="next"; title*=UTF-8''next`],
		['after a parameter with a hyphen', `<${next}>; x-page="2"; rel="next"`],
		['after a parameter without a value', `<${next}>; crossorigin; rel="next"`],
		['after a link without parameters', `<${prev}>, <${next}>; rel="next"`],
	])('%s', (_, header) => {
		expect(nextPageLink(header)).toBe(next);
	});
});

describe('nextPageLink ends the list', () => {
	it.each<[string, unknown]>([
		['no header', undefined],
		['null', null],
		['an empty header', ''],
		['an empty list of headers', []],
		['prev alone', `<${prev}>; rel="prev"`],
		['a link without rel', `<${next}>`],
		['another relation that contains the word', `<${next}>; rel="nextish prev-next"`],
		['next as a title', `<${prev}>; title="next"; rel="prev"`],
		['a title that looks like a relation', `<${prev}>; title="; rel=next"; rel="prev"`],
		['a title that looks like a link', `<${prev}>; rel="prev"; title="<${next}>; rel=next"`],
		['a second rel, which does not count', `<${prev}>; rel="prev"; rel="next"`],
		['no brackets', `${next}; rel="next"`],
		['an open bracket', `<${next}; rel="next"`],
		['a number', 42],
		['an object', { rel: 'next' }],
	])('at %s', (_, header) => {
		expect(nextPageLink(header)).toBeUndefined();
	});

	it('reads any header without throwing', () => {
		const mark = fc.constantFrom('<', '>', ';', ',', '"', '=', ' ', 'rel', 'next', 'x');
		const header = fc.array(mark).map((marks) => marks.join(''));
		fc.assert(
			fc.property(fc.oneof(header, fc.string(), fc.array(header)), (value) => {
				expect(['string', 'undefined']).toContain(typeof nextPageLink(value));
			}),
		);
	});

	// Backtracking would take minutes.
	it.each([
		['open brackets', '<'.repeat(100_000)],
		['links with parameters', '<>;a=b'.repeat(20_000)],
		['parameters without values', `<>${';a'.repeat(50_000)}"`],
		['spaces', `<>${' '.repeat(2_000)}`.repeat(50)],
	])('reads 100 KB of %s within two seconds', (_, header) => {
		const start = performance.now();
		expect(nextPageLink(header)).toBeUndefined();
		expect(performance.now() - start).toBeLessThan(2_000);
	});
});
