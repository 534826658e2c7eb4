import { asaEndpoints } from '../../../sandbox/endpoints.cts';

test('the table holds endpoints 1 to 29, each once', () => {
	expect(asaEndpoints.map(({ number }) => number)).toEqual(
		Array.from({ length: 29 }, (_, index) => index + 1),
	);
	expect(new Set(asaEndpoints.map(({ method, path }) => `${method} ${path}`)).size).toBe(29);
});

test('as sure as the contract is', () => {
	const numbers = (certainty: string) =>
		asaEndpoints.filter(({ sure }) => sure === certainty).map(({ number }) => number);
	expect(numbers('assumed')).toEqual([]);
	expect(numbers('probable')).toEqual([6, 9, 12, 13, 19, 25]);
});
