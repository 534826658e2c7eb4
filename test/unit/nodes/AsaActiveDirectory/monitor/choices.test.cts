import fc from '../../../../helpers/seededFastCheck.cts';
import {
	readConnectionChoice,
	readJobChoice,
	writeConnectionChoice,
	writeJobChoice,
} from '../../../../../nodes/AsaActiveDirectory/monitor/choices';
import type { JobChoice } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';

const connection = { id: 'c1', name: 'Corp' };

const job: JobChoice = { connection, kind: 'userSyncJob', job: { id: 'j1', name: 'Employees' } };

describe('a connection', () => {
	test('is stored as JSON with ID and name alone', () => {
		const listed = { ...connection, domain: 'corp.example.com', gateway_id: 'g1' };
		expect(writeConnectionChoice(listed)).toBe('{"id":"c1","name":"Corp"}');
	});

	test.each<[string, unknown, unknown]>([
		['what the list stores', '{"id":"c1","name":"Corp"}', connection],
		['with white space around', '  {"id": " c1 ", "name": "Corp"}', connection],
		['an object', { id: 'c1', name: 'Corp', domain: 'x' }, connection],
		['an ID alone', '{"id":"c1"}', { id: 'c1', name: '' }],
		['a name alone', { name: 'Corp' }, { id: '', name: 'Corp' }],
		['a text, which is a name or an ID', ' Corp ', { id: 'Corp', name: 'Corp' }],
		['a number', 7, { id: '7', name: '7' }],
		['a name in braces', '{Corp}', { id: '{Corp}', name: '{Corp}' }],
		['numbers in an object', { id: 7, name: 8 }, { id: '7', name: '8' }],
	])('is read from %s', (_, entered, choice) => {
		expect(readConnectionChoice(entered)).toEqual(choice);
	});

	test.each([
		[''],
		['  '],
		[null],
		[undefined],
		[true],
		[{}],
		['{}'],
		[{ id: '', name: ' ' }],
		[[]],
	])('is none: %j', (entered) => {
		expect(readConnectionChoice(entered)).toBeUndefined();
	});
});

describe('a job', () => {
	test('is stored as JSON with IDs, names and its kind alone', () => {
		const listed = { ...job, job: { ...job.job, is_active: true }, more: 1 };
		expect(JSON.parse(writeJobChoice(listed))).toEqual(job);
	});

	test.each<[string, unknown, unknown]>([
		['what the list stores', writeJobChoice(job), job],
		['an object', { ...job }, job],
		[
			'a text with names',
			'Corp/userSyncJob/Employees',
			{
				connection: { id: 'Corp', name: 'Corp' },
				kind: 'userSyncJob',
				job: { id: 'Employees', name: 'Employees' },
			},
		],
		[
			'a text with slashes in names',
			'A/B/serverSyncJob/C/D',
			{
				connection: { id: 'A/B', name: 'A/B' },
				kind: 'serverSyncJob',
				job: { id: 'C/D', name: 'C/D' },
			},
		],
		[
			'a text with a kind as a name',
			'A/serverSyncJob/userSyncJob/B',
			{
				connection: { id: 'A', name: 'A' },
				kind: 'serverSyncJob',
				job: { id: 'userSyncJob/B', name: 'userSyncJob/B' },
			},
		],
	])('is read from %s', (_, entered, choice) => {
		expect(readJobChoice(entered)).toEqual(choice);
	});

	test.each([
		['Corp/otherJob/Employees'],
		['Corp/userSyncJob/'],
		['/userSyncJob/Employees'],
		['Employees'],
		[''],
		[null],
		[5],
		[{ connection, job: job.job }],
		[{ kind: 'userSyncJob', job: job.job }],
		[{ connection, kind: 'otherJob', job: job.job }],
		['{"connection"'],
	])('is none: %j', (entered) => {
		expect(readJobChoice(entered)).toBeUndefined();
	});
});

test('what is stored is read back, whatever the names are', () => {
	const text = fc.string({ minLength: 1 }).filter((one) => one.trim() === one);
	const choice = fc.record({ id: text, name: text });
	fc.assert(
		fc.property(choice, choice, (one, other) => {
			expect(readConnectionChoice(writeConnectionChoice(one))).toEqual(one);
			const whole: JobChoice = { connection: one, kind: 'serverSyncJob', job: other };
			expect(readJobChoice(writeJobChoice(whole))).toEqual(whole);
		}),
	);
});
