import { ENDPOINTS } from '../../sandbox/endpoints.cts';

test('the table holds the 25 endpoints, each once', () => {
	expect(ENDPOINTS.map(({ number }) => number)).toEqual(
		Array.from({ length: 25 }, (_, index) => index + 1),
	);
	expect(new Set(ENDPOINTS.map(({ method, path }) => `${method} ${path}`)).size).toBe(25);
	expect(ENDPOINTS.filter(({ sure }) => sure === 'assumed').map(({ number }) => number)).toEqual([
		13, 14, 15, 23, 24, 25,
	]);
});
