import { unchanged, failureOf, fakeRequests } from '../support.cts';
import { pretendTime } from './fakeAnswers.cts';

pretendTime();

describe("an answer that is not one of ASA's", () => {
	const bodies: Array<[string, unknown, string]> = [
		['HTML', '<html>Sign in</html>', 'a text'],
		['plain text', 'OK', 'a text'],
		['no body', undefined, 'an empty body'],
		['an empty body', '', 'an empty body'],
		['null', null, 'an empty body'],
		['a bare array', [{ id: 'c1' }], 'an array'],
	];

	it.each([
		...bodies,
		['an object without list', { id: 'c1' }, 'an object'],
		['a text as list', { list: 'c1' }, 'an object'],
		['a number as list', { list: 1 }, 'an object'],
		['a list of texts', { list: ['c1'] }, 'an object'],
		['a list with null', { list: [{ id: 'c1' }, null] }, 'an object'],
		['a list of lists', { list: [[]] }, 'an object'],
		['an entry without id', { list: [{ id: 'c1' }, { name: 'x' }] }, 'an object'],
		['true as id of an entry', { list: [{ id: true, name: 5 }] }, 'an object'],
	])('is refused if an object with a list is expected: %s', async (_, body, shape) => {
		const { requests, sent } = fakeRequests(() => ({ body }));
		const error = await failureOf(requests.list(unchanged, 'listConnections'));
		expect(error.message).toBe(
			`List AD connections: the response is not from ASA (expected an object with "list", got ${shape})`,
		);
		expect(error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		expect(sent).toHaveLength(1);
	});

	it.each([
		...bodies,
		['an object without id', { name: 'x' }, 'an object'],
		['true as id', { id: true, name: 5 }, 'an object'],
		['an empty id', { id: '' }, 'an object'],
	])('is refused if an object is expected: %s', async (_, body, shape) => {
		const { requests } = fakeRequests(() => ({ status: 201, body }));
		const error = await failureOf(
			requests.sendForObject('createConnection', {}, { body: { name: 'x' } }),
		);
		expect(error.message).toBe(
			`Create an AD connection: the response is not from ASA (expected an object with id, got ${shape})`,
		);
		expect(error).toMatchObject({
			description: expect.stringMatching(/may have been carried out/),
		});
	});

	it.each([
		['HTML', '<html>Sign in</html>', 'a text'],
		['an array', [{}], 'an array'],
		['a number', 42, 'a number'],
	])('is refused after a write: %s', async (_, body, shape) => {
		const { requests } = fakeRequests(() => ({ status: 200, body }));
		const error = await failureOf(requests.send('deleteConnection', { connection: 'c1' }));
		expect(error.message).toBe(
			`Delete an AD connection: the response is not from ASA (expected an object or nothing, got ${shape})`,
		);
		expect(error).toMatchObject({
			description: expect.stringMatching(/may have been carried out/),
		});
	});

	it.each([undefined, null, '', {}])('is not the body %j of a write', async (body) => {
		const { requests } = fakeRequests(() => ({ status: 204, body }));
		expect(await requests.send('deleteConnection', { connection: 'c1' })).toMatchObject({
			status: 204,
		});
	});
});
