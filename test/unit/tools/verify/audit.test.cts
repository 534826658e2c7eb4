import { auditResult, readAudit } from '../../../../tools/verify/audit.cts';

const answer = (total: number) => JSON.stringify({ metadata: { vulnerabilities: { total } } });
const refusal = JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 });
const offline = JSON.stringify({ error: { code: 'ENOTFOUND', summary: 'no network' } });

it.each([
	[answer(3), { advisories: 3 }],
	[refusal, { unanswered: '405 Method Not Allowed' }],
	[offline, { unanswered: 'no network' }],
	['', { unanswered: 'npm audit printed no report' }],
	['{}', { unanswered: 'npm audit printed no report' }],
])('reads %j', (output, audited) => {
	expect(readAudit(output)).toEqual(audited);
});

it('finds advisories about what is shipped', () => {
	expect(auditResult({ advisories: 2 }, { advisories: 5 }).findings).toHaveLength(1);
});

it('says so if npm has asked no registry, instead of passing', () => {
	const result = auditResult({ advisories: 0 }, { unanswered: '405 Method Not Allowed' });
	expect(result).toEqual({
		findings: [],
		notChecked: 'the registry answers no audit: 405 Method Not Allowed',
	});
	expect(auditResult({ unanswered: 'x' }, { unanswered: 'x' }).notChecked).toBe('x');
});

it('distinguishes development tools from what is shipped', () => {
	expect(auditResult({ advisories: 0 }, { advisories: 5 })).toEqual({
		findings: [],
		note: '0 shipped, 5 in development tools',
	});
});
