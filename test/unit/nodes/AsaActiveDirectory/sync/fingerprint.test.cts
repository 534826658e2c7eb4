import { fingerprint } from '../../../../../nodes/AsaActiveDirectory/sync/fingerprint';

test('is eleven characters of 0-9 and a-z', () => {
	for (const text of ['', 'a', 'Servers', 'Ünïcödé 🦊', 'x'.repeat(10_000)]) {
		expect(fingerprint(text)).toMatch(/^[0-9a-z]{11}$/);
	}
});

test('never changes: it is in saved state and in open tickets', () => {
	expect(fingerprint('')).toMatchInlineSnapshot(`"29ns4xqeg7g"`);
	expect(fingerprint('Servers')).toMatchInlineSnapshot(`"0ius53xswo8"`);
});

test('differs for texts that differ little', () => {
	const texts: string[] = [];
	for (let number = 0; number < 200_000; number++) texts.push(`Servers ${number}`);
	for (let length = 0; length < 300; length++) texts.push('a'.repeat(length));
	expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
});
