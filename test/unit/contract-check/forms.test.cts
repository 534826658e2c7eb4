import { answeredObjects, compareForms } from '../../../contract-check/compareForms.cts';
import type { AnsweredObjects } from '../../../contract-check/compareForms.cts';
import { forms, type Form, type FormName } from '../../../contract-check/forms.cts';
import { jsonType, type JsonObject } from '../../../contract-check/json.cts';
import { connectionModel } from '../../../nodes/AsaActiveDirectory/asa/model/connection';
import { readResult } from '../../../nodes/AsaActiveDirectory/asa/model/result';
import { mappingModel, ruleModel } from '../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { readJob, type SyncJob } from '../../../nodes/AsaActiveDirectory/asa/model/syncJob';

const readServerSyncJob = (json: JsonObject): SyncJob => readJob('serverSyncJob', json).job;
const readUserSyncJob = (json: JsonObject): SyncJob => readJob('userSyncJob', json).job;

const sample: Record<string, unknown> = {
	string: 'x',
	boolean: true,
	integer: 6,
	array: ['x'],
	object: { id: 'r' },
};

/** An answer with every field of a form, in the client's form. */
function filled(form: Form): JsonObject {
	return Object.fromEntries(
		Object.entries(form).map(([name, { types }]) => [name, sample[types[0]]]),
	);
}

/** Fields that the contract names and the node doesn't hold as such. */
const notHeld: Partial<Record<FormName, string[]>> = {
	connection: ['deleted_at'],
	serverSyncJob: ['run_test', 'is_guid'],
	userSyncJob: ['run_test'],
};

describe('the forms are the normal forms of the node', () => {
	it.each<[FormName, (answer: JsonObject) => object]>([
		['connection', (json) => ({ id: '', ...connectionModel.read(json).values })],
		['serverSyncJob', readServerSyncJob],
		['userSyncJob', readUserSyncJob],
		['serverResult', (json) => readResult('serverSyncJob', json)],
		['userResult', (json) => readResult('userSyncJob', json)],
		['rule', (json) => ruleModel.read(json).values],
		['mapping', (json) => mappingModel.read(json).values],
	])('%s', (name, read) => {
		const form: Form = forms[name];
		const extra = [...(notHeld[name] ?? []), ...(name === 'rule' ? ['unsorted'] : [])];
		const names = Object.keys(form).filter((field) => !extra.includes(field));
		expect(Object.keys(read(filled(form))).sort()).toEqual(names.sort());
	});

	it('and each spelling of the page is read by the node', () => {
		const page = { host_name_attribute: 'h', rule_assignments: { LDAP_query_filter: 'f' } };
		const job = readServerSyncJob(page);
		expect(job.hostname_attribute).toBe('h');
		expect(job.rule_assignments).toMatchObject([{ ldap_query_filter: 'f' }]);
		expect(
			readUserSyncJob({ LDAP_query_filter: 'f', SID_Field: 's', UPN_Field: 'u' }),
		).toMatchObject({ ldap_query_filter: 'f', sid_field: 's', upn_field: 'u' });
	});
});

/** All answered objects, if there are only these. */
function answered(name: FormName, answers: JsonObject[]): AnsweredObjects {
	return { ...answeredObjects([], [], []), [name]: answers };
}

describe('compareForms', () => {
	it.each(Object.keys(forms) as FormName[])('finds nothing wrong with a filled %s', (name) => {
		const [comparison] = compareForms(answered(name, [filled(forms[name])]));
		const { missing, otherTypes, otherCase, unknown } = comparison;
		expect({ missing, otherTypes, otherCase, unknown }).toEqual({
			missing: [],
			otherTypes: [],
			otherCase: [],
			unknown: [],
		});
	});

	it.each(Object.keys(forms) as FormName[])('misses every field of an empty %s', (name) => {
		const required = Object.entries(forms[name] as Form).filter(([, rule]) => !rule.isOptional);
		const [{ missing }] = compareForms(answered(name, [{}, filled(forms[name])]));
		expect(missing).toEqual(required.map(([field]) => ({ field, times: 1 })));
	});

	it('knows both spellings of a field, and reports a third', () => {
		const jobs = [{ sid_field: 'a' }, { SID_Field: 'a' }, { Sid_Field: 'a' }, { SID_FIELD: 1 }];
		const [{ otherCase, otherTypes }] = compareForms(answered('userSyncJob', jobs));
		expect(otherCase).toEqual(['Sid_Field', 'SID_FIELD']);
		expect(otherTypes).toEqual([{ field: 'sid_field', found: ['integer'] }]);
	});

	it('names the fields that the node could not send back', () => {
		const job = { ...filled(forms.userSyncJob), frequency: 'hourly' };
		const [{ unreadable }] = compareForms(answered('userSyncJob', [job]));
		expect(unreadable).toEqual(['frequency']);
	});
});

test.each([
	[null, 'null'],
	[[], 'array'],
	[{}, 'object'],
	[1, 'integer'],
	[1.5, 'number'],
	['', 'string'],
	[false, 'boolean'],
])('%j is of the type %s', (value, type) => {
	expect(jsonType(value)).toBe(type);
});
