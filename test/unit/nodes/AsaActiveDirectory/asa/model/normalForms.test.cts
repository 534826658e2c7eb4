import fc from '../../../../../helpers/seededFastCheck.cts';
import { connectionModel } from '../../../../../../nodes/AsaActiveDirectory/asa/model/connection';
import {
	readResult,
	testRequestId,
	type ServerTaskResult,
} from '../../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { readJob } from '../../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { openFake } from '../support.cts';
import {
	createdConnection,
	listedConnection,
	readConnectionSample,
	serverJob,
	serverJobOfClient,
	serverResult,
	userJob,
	userJobOfClient,
	userResult,
} from '../../../../../helpers/oktaSamples.cts';

type Json = Record<string, unknown>;

const readConnection = (json: Json) => connectionModel.read(json).values;
const readServerSyncJob = (json: Json) => readJob('serverSyncJob', json).job;
const readUserSyncJob = (json: Json) => readJob('userSyncJob', json).job;
const readServerTaskResult = (json: Json) => readResult('serverSyncJob', json) as ServerTaskResult;
const readUserTaskResult = (json: Json) => readResult('userSyncJob', json);

/** Every reader of an answer, with a sample that fills all its fields. */
const readers = [
	['connection', readConnection, readConnectionSample],
	['server sync job', readServerSyncJob, serverJob],
	['user sync job', readUserSyncJob, userJob],
	['server result', readServerTaskResult, serverResult],
	['user result', readUserTaskResult, userResult],
] as const;

describe("Okta's samples of a connection", () => {
	it.each([
		['listed', listedConnection],
		['created', createdConnection],
		['read', readConnectionSample],
	])('are their own normal form: %s', (_, sample) => {
		expect({ id: sample.id, ...readConnection(sample) }).toEqual(sample);
	});

	it('never carry the password on', () => {
		const json = { ...createdConnection, service_account_password: 'p@$$w0rD' };
		expect(readConnection(json)).toEqual(readConnection(createdConnection));
	});

	it.each([null, undefined, [], ''])('have no domain controllers if they are %j', (none) => {
		const json = { ...listedConnection, domain_controllers: none };
		expect(readConnection(json).domain_controllers).toEqual([]);
	});

	it('send back all that the server answers and also takes', () => {
		const connection = readConnection({ ...readConnectionSample, certificate_id: 'cert-1' });
		expect(connectionModel.write(connection)).toEqual({
			name: 'test',
			domain: 'foo.example.com',
			gateway_id: '5a3af768-063f-4a12-a056-8ef24e555555',
			domain_controllers: ['1.2.3.4', 'bar.example.com'],
			service_account_username: 'admin',
			certificate_id: 'cert-1',
		});
	});

	it.each<[Json, boolean]>([
		[{ deleted_at: '2026-11-23T00:00:00Z' }, true],
		[{ Deleted_At: '2026-11-23T00:00:00Z' }, true],
		[{ deleted_at: 'yesterday' }, true],
		[{ deleted_at: '0001-01-01T00:00:00Z' }, false],
		[{ deleted_at: null }, false],
		[{ deleted_at: '' }, false],
		[{}, false],
	])('are gone by deleted_at: %j is %s', async (json, gone) => {
		const { client } = await openFake(() => ({ body: { ...listedConnection, ...json } }));
		expect(await client.connections.state('c')).toBe(gone ? 'deleted' : 'exists');
	});
});

describe('a server sync job', () => {
	it("is the same from Okta's page and from Okta's client", () => {
		expect(readServerSyncJob(serverJob)).toEqual(serverJobOfClient);
		expect(readServerSyncJob(serverJobOfClient)).toEqual(serverJobOfClient);
	});

	it('keeps every rule with what the server adds to it, and priorities as numbers', () => {
		const rule = { base_dn: 'DC=a', ldap_query_filter: '(a=b)', project_id: 'p1' };
		const added = { id: 'r1', project_name: 'Project 1' };
		const json = {
			rule_assignments: [
				{ ...rule, ...added, priority: '2' },
				{ ...rule, priority: 1 },
			],
		};
		expect(readServerSyncJob(json).rule_assignments).toEqual([
			{ ...rule, ...added, priority: 2 },
			{ ...rule, priority: 1 },
		]);
	});

	it.each<[string, object, boolean]>([
		['of its own', { additional_attribute_mapping: [{ is_guid: true }], is_guid: false }, true],
		[
			'of its own, false',
			{ additional_attribute_mapping: [{ is_guid: false }], is_guid: true },
			false,
		],
		['of the job', { additional_attribute_mapping: { label: 'a' }, is_guid: true }, true],
		['of nothing', { additional_attribute_mapping: { label: 'a' } }, false],
	])('has mappings with is_guid %s', (_, json, isGuid) => {
		expect(readServerSyncJob({ ...json }).additional_attribute_mapping).toMatchObject([
			{ is_guid: isGuid },
		]);
	});

	it('has no result before its first run', () => {
		expect(readServerSyncJob({ recent_task_result: null }).recent_task_result).toBeNull();
		expect(readUserSyncJob({}).recent_task_result).toBeNull();
	});
});

describe('a user sync job', () => {
	it("is the same from Okta's page and from Okta's client", () => {
		expect(readUserSyncJob(userJob)).toEqual(userJobOfClient);
		expect(readUserSyncJob(userJobOfClient)).toEqual(userJobOfClient);
	});

	it('has no schedule if it is inactive', () => {
		const job = readUserSyncJob({ is_active: false, frequency: null, start_hour_utc: null });
		expect([job.is_active, job.frequency, job.start_hour_utc]).toEqual([false, null, null]);
	});
});

describe('a result', () => {
	it("of Okta's samples is its own normal form", () => {
		expect(readServerTaskResult(serverResult)).toEqual(serverResult);
		expect(readUserTaskResult(userResult)).toEqual(userResult);
	});

	it('names its test request, whichever kind it is', () => {
		const requested = { ad_test_request_id: 's1', ad_user_sync_test_request_id: 'u1' };
		expect(testRequestId(readServerTaskResult(requested))).toBe('s1');
		expect(testRequestId(readUserTaskResult(requested))).toBe('u1');
		expect(testRequestId(readUserTaskResult({}))).toBeNull();
	});

	it.each([null, 'text', 3, true, { failed: 2 }, [{ rule: 1 }], ['a', 'b']])(
		'keeps the summary %j as it came',
		(summary) => {
			const json = { status: { summary, detailed_summary: summary } };
			expect(readServerTaskResult(json).status).toEqual({ summary, detailed_summary: summary });
		},
	);

	it.each([undefined, null, 'done', [], 5])('has no summary if status is %j', (status) => {
		expect(readUserTaskResult({ status }).status).toEqual({
			summary: null,
			detailed_summary: null,
		});
	});
});

describe('hostile answers', () => {
	/** What stands for what: the normal form's field types, derived from the sample. */
	const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

	it.each(readers)('do no harm in a %s, whatever stands in its fields', (_, read, sample) => {
		const normal: object = read(sample);
		const json = fc.record(
			Object.fromEntries(Object.keys(sample).map((key) => [key, fc.jsonValue()])),
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(json, (hostile) => {
				const result: Record<string, unknown> = { ...read(hostile) };
				for (const [key, value] of Object.entries(normal)) {
					if (key in result && result[key] !== null)
						expect(kindOf(result[key])).toBe(kindOf(value));
				}
				expect(Object.keys(Object.prototype)).toEqual([]);
			}),
		);
	});

	const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`) as object;

	it.each([
		['__proto__', JSON.parse('{"__proto__": {"polluted": true}, "polluted": true}')],
		['constructor', JSON.parse('{"constructor": {"prototype": {"polluted": true}}}')],
		['1 MB of text', 'x'.repeat(1_000_000)],
		['100,000 entries', Array.from({ length: 100_000 }, (_, index) => `entry ${index}`)],
		['deep nesting', deep],
		['expression syntax', '={{ $env.SECRET }}'],
		['HTML', '<script>alert(1)</script>'],
		['control characters', '\0\u202e\ud800\r\n'],
	])('with %s in every field are read', (_, value: unknown) => {
		for (const [, read, sample] of readers) {
			const hostile = Object.fromEntries(Object.keys(sample).map((key) => [key, value]));
			const result: object = read(hostile);
			expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
			expect(result).not.toHaveProperty('polluted');
			expect({}).not.toHaveProperty('polluted');
		}
	});
});
