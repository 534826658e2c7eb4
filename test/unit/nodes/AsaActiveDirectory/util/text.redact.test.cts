import fc from '../../../../helpers/seededFastCheck.cts';
import { secretsOf } from '../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import { redact } from '../../../../../nodes/AsaActiveDirectory/util/text';
import { writeSession } from '../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import { anyText, keyCredential } from '../asa/support.cts';

describe('secretsOf', () => {
	it('takes key secret, pasted token, minted token and the password of a body, and nothing else', () => {
		const sessionToken = writeSession(keyCredential, 'minted-token');
		const credential = { ...keyCredential, token: 'pasted-token', sessionToken };
		const body = { name: 'test', service_account_password: 'p@$$w0rD' };
		expect(new Set(secretsOf(credential, body))).toEqual(
			new Set(['canary-key-secret', 'pasted-token', sessionToken, 'minted-token', 'p@$$w0rD']),
		);
	});

	it('takes a secret with and without the space around it, as it is sent without', () => {
		expect(secretsOf({ token: ' pasted\n' })).toEqual(
			expect.arrayContaining([' pasted\n', 'pasted']),
		);
	});

	it('takes any token out of a session, quotes and backslashes among it', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (token) => {
				fc.pre(token.trim() !== '');
				expect(secretsOf({ sessionToken: writeSession(keyCredential, token) })).toContain(token);
			}),
		);
	});

	it.each([{}, { token: '' }, { token: ' ' }, { token: 5 }, { token: null }, { Token: 'x' }])(
		'finds none in %j',
		(source) => {
			expect(secretsOf(source)).toEqual([]);
		},
	);
});

describe('redact', () => {
	it.each<[string, string, string[], string]>([
		['hides a secret each time', 'key canary, canary', ['canary'], 'key (hidden), (hidden)'],
		['hides the longer of two that start alike', 'abcdef', ['abc', 'abcdef'], '(hidden)'],
		[
			'does not take a secret for a pattern',
			'p@$$w0rD. pattern',
			['p@$$w0rD.', '.*'],
			'(hidden) pattern',
		],
		['hides a secret with a line break', 'key a\nb', ['a\nb'], 'key (hidden)'],
		['puts everything on one line', ' one\r\ntwo\u2028three\t\0four ', [], 'one two three four'],
		['drops what turns text around', 'a\u202egnp.exe', [], 'a gnp.exe'],
		['leaves HTML as text', '<b>no</b>', [], '<b>no</b>'],
		['leaves expression syntax as text', '{{ $json.x }}', [], '{{ $json.x }}'],
	])('%s', (_, text, secrets, plain) => {
		expect(redact(text, secrets)).toBe(plain);
	});

	it.each([
		['in JSON', (secret: string) => JSON.stringify({ secret })],
		['in an address', encodeURIComponent],
		['in URL-encoded JSON', (secret: string) => encodeURIComponent(JSON.stringify({ secret }))],
	])('hides a secret as it is written %s', (_, written) => {
		const secret = 'pass ü+/ "%&=?\\ word';
		const plain = redact(`before ${written(secret)} behind`, [secret]);
		expect(plain).toMatch(/^before .*\(hidden\).* behind$/);
		expect(plain).not.toMatch(/pass|word/);
	});

	it('cuts a long text', () => {
		expect(redact('x'.repeat(300), [])).toBe('x'.repeat(300));
		expect(redact('x'.repeat(301), [])).toBe(`${'x'.repeat(299)}…`);
	});

	it.each([
		['at the end', `${'x'.repeat(290)}${'canary'.repeat(49)}`],
		['after much space', `${' '.repeat(2_990)}${'canary'.repeat(49)}`],
		['many times', 'canary'.repeat(49).repeat(40)],
	])('leaves no piece of a secret where the text is cut: %s', (_, text) => {
		expect(redact(text, ['canary'.repeat(49)])).not.toContain('can');
	});

	it('reads 1 MB within two seconds', () => {
		const start = performance.now();
		expect(redact('\n x'.repeat(350_000), ['canary'])).toHaveLength(300);
		expect(performance.now() - start).toBeLessThan(2_000);
	});

	it('lets no secret through, keeps to one line and to 300, whatever the server says', () => {
		const secret = fc.stringMatching(/^[A-Z0-9.$\\]{4,40}$/);
		fc.assert(
			fc.property(fc.array(secret, { maxLength: 4 }), fc.array(anyText), (secrets, texts) => {
				const said = texts.flatMap((text, index) => [text, secrets[index % 4] ?? '']).join(' ');
				const plain = redact(said, secrets);
				for (const hidden of secrets) expect(plain).not.toContain(hidden);
				expect(plain.length).toBeLessThanOrEqual(301);
				expect(plain).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
			}),
		);
	});
});
