import { failuresOf } from './runTests.cts';

const fileOf = (name: string, ...statuses: string[]) => ({
	name: `/copy/test/unit/${name}.test.cts`,
	status: statuses.length > 0 && statuses.every((one) => one !== 'failed') ? 'passed' : 'failed',
	assertionResults: statuses.map((status) => ({ status })),
});

it('test files that failed are found in what jest writes, those with the most failures first', () => {
	const testResults = [
		fileOf('good', 'passed', 'pending'),
		fileOf('once', 'passed', 'failed'),
		fileOf('notLoaded'),
		fileOf('twice', 'failed', 'failed'),
		fileOf('also', 'failed'),
	];
	expect(failuresOf('/copy', JSON.stringify({ testResults }))).toEqual([
		{ path: 'test/unit/twice.test.cts', failed: 2 },
		{ path: 'test/unit/also.test.cts', failed: 1 },
		{ path: 'test/unit/once.test.cts', failed: 1 },
		{ path: 'test/unit/notLoaded.test.cts', failed: 'not loaded' },
	]);
});
