import fc from '../../../../../helpers/seededFastCheck.cts';
import { endpoints } from '../../../../../../nodes/AsaActiveDirectory/asa/endpoints';
import {
	fillPath,
	templateProblem,
} from '../../../../../../nodes/AsaActiveDirectory/asa/auth/target';
import { anyText } from '../support.cts';

const origin = 'https://app.scaleft.com';
const template = endpoints.getServerSyncResult.path;

/** The path's pieces as a server sees them: what the URL parser leaves of it. */
function piecesOf(path: string): string[] {
	const url = new URL(origin + path);
	expect(url.origin).toBe(origin);
	expect(url.search + url.hash).toBe('');
	return url.pathname.split('/');
}

describe('fillPath', () => {
	it('fills each piece', () => {
		const path = fillPath(template, { team: 'acme', connection: 'c1', job: 'j1', result: 'r1' });
		expect(path).toBe(
			'/v1/teams/acme/integrations/ad_connections/c1/task_settings/j1/task_results/r1/detailed_summary',
		);
	});

	it.each([
		['a plain id', '99006ae2-db7e-4735-b6bc-c726e6ae81c4', '99006ae2-db7e-4735-b6bc-c726e6ae81c4'],
		['space around it', ' \tc1\n', 'c1'],
		['a path that climbs', '../../users', '..%2F..%2Fusers'],
		['a query and a fragment', 'a?b#c', 'a%3Fb%23c'],
		['backslashes', '..\\..\\users', '..%5C..%5Cusers'],
		['dots that are encoded already', '%2e%2e', '%252e%252e'],
		['a slash that is encoded already', 'a%2Fb', 'a%252Fb'],
		['a line break within', 'a\r\nb', 'a%0D%0Ab'],
		['braces', '{job}', '%7Bjob%7D'],
		['a replacement pattern', '$&$1', '%24%26%241'],
		['letters beyond ASCII', 'größe', 'gr%C3%B6%C3%9Fe'],
		['a lone surrogate', 'a\ud800b', 'a%EF%BF%BDb'],
		['a semicolon', 'a;b', 'a%3Bb'],
		['three dots', '...', '...'],
	])('keeps %s one piece', (_, id, piece) => {
		const path = fillPath('/v1/{connection}/x', { connection: id });
		expect(path).toBe(`/v1/${piece}/x`);
		expect(piecesOf(path ?? '')).toHaveLength(4);
	});

	it.each(['', ' ', '.', '..', ' .. ', '\n.\t', undefined])('refuses the id %j', (id) => {
		expect(fillPath('/v1/{connection}', { connection: id })).toBeUndefined();
	});

	it('keeps the origin, the number of pieces and the id itself, whatever the id is', () => {
		fc.assert(
			fc.property(anyText, (id) => {
				const path = fillPath(template, { team: 'acme', connection: id, job: id, result: 'r1' });
				if (['', '.', '..'].includes(id.trim())) return path === undefined;
				const pieces = piecesOf(path ?? '');
				expect(pieces).toHaveLength(template.split('/').length);
				expect(decodeURIComponent(pieces[6])).toBe(id.trim().toWellFormed());
				return pieces[6] === pieces[8];
			}),
		);
	});
});

describe('templateProblem', () => {
	const original = endpoints.listServerSyncResults.path;

	it.each([
		original,
		'/v2/{team}/{connection}/{job}',
		'/v1/teams/{team}/jobs/{job}/of/{connection}/results',
		'/{job}-{connection}/~{team}/a.b_c',
	])('takes %s', (template) => {
		expect(templateProblem(template, original)).toBeUndefined();
	});

	it.each([
		['', /not a plain path/],
		['v1/{team}/{connection}/{job}', /not a plain path/],
		['//evil.example/{team}/{connection}/{job}', /not a plain path/],
		['https://evil.example/{team}/{connection}/{job}', /not a plain path/],
		['/\\evil.example/{team}/{connection}/{job}', /not a plain path/],
		['/{team}/{connection}/{job}?all=true', /not a plain path/],
		['/{team}/{connection}/{job}#x', /not a plain path/],
		['/{team}/{connection}/{job}/%2e%2e', /not a plain path/],
		['/@evil.example/{team}/{connection}/{job}', /not a plain path/],
		['/{team}/{connection}/{job} HTTP/1.1', /not a plain path/],
		['/{team}/{connection}/{job}\r\nX: y', /not a plain path/],
		['/{team}/../{connection}/{job}', /contains \. or \.\./],
		['/{team}/./{connection}/{job}', /contains \. or \.\./],
		['/{team}/{connection}/{job}/..', /contains \. or \.\./],
		['/{team}/{connection}', /must contain \{connection\}, \{job\}, \{team\} once each/],
		['/{team}/{team}/{connection}/{job}', /once each/],
		['/{team}/{connection}/{job}/{result}', /once each/],
		['/{team}/{connection}/{job}/{}', /no other braces/],
		['/{team}/{connection}/{job}}', /no other braces/],
		['/{{team}/{connection}/{job}', /no other braces/],
		['/{team}/{connection}/{constructor}', /once each/],
	])('refuses %j', (template, problem) => {
		expect(templateProblem(template, original)).toMatch(problem);
	});

	it('takes no template, whatever it is, that leaves the origin or loses an id', () => {
		const piece = fc.constantFrom(
			'/',
			'{team}',
			'{connection}',
			'{job}',
			'.',
			'..',
			'\\',
			'@',
			'x',
		);
		const anyTemplate = fc.oneof(
			anyText,
			fc.array(piece).map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(anyTemplate, anyText, (template, id) => {
				if (templateProblem(template, original)) return;
				const path = fillPath(template, { team: 'acme', connection: id, job: 'j1' });
				if (path !== undefined) expect(piecesOf(path)).toHaveLength(template.split('/').length);
			}),
			{ numRuns: 500 },
		);
	});
});
