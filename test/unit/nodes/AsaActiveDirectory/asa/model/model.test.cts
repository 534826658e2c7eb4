import {
	flag,
	ifAnswered,
	InvalidInput,
	optionalText,
	readOnlyText,
	text,
	textSet,
	type Field,
} from '../../../../../../nodes/AsaActiveDirectory/asa/model/field';
import { connectionModel } from '../../../../../../nodes/AsaActiveDirectory/asa/model/connection';
import {
	Model,
	rows,
	type Values,
} from '../../../../../../nodes/AsaActiveDirectory/asa/model/model';
import {
	ruleModel,
	serverSyncJobModel,
} from '../../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { userSyncJobModel } from '../../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';

/** Every kind of object, each with a field of its own to add: an attribute that ASA may have one day. */
const models = [
	['connection', connectionModel],
	['server sync job', serverSyncJobModel],
	['user sync job', userSyncJobModel],
	['rule', ruleModel],
] as const;

describe.each(models)('a field added to the descriptors of a %s', (_, model) => {
	const added = optionalText('IP Address Attribute', {
		aliases: ['ip_attribute'],
		maxLength: 20,
		isClearable: true,
	});
	const extended = new Model({ ...model.fields, ip_address_attribute: added });

	it.each([
		['its own name', { ip_address_attribute: 'ip' }],
		['another name', { IP_Attribute: 'ip' }],
	])('is read by %s', (__, json) => {
		expect(extended.read(json).values).toMatchObject({ ip_address_attribute: 'ip' });
		expect(extended.read(json).unreadable).not.toContain('ip_address_attribute');
	});

	it('is written', () => {
		expect(extended.write({ ip_address_attribute: 'ip' })).toEqual({ ip_address_attribute: 'ip' });
		expect(extended.write({ ip_address_attribute: null })).toEqual({});
	});

	it('is compared', () => {
		const before = { ip_address_attribute: 'ip' };
		expect(extended.differences(before, { ip_address_attribute: 'ipv6' })).toEqual([
			'ip_address_attribute',
		]);
		expect(extended.differences(before, { ...before })).toEqual([]);
	});

	it('is checked when it is entered', () => {
		expect(extended.parse({ ip_address_attribute: ' ip ' })).toEqual({
			ip_address_attribute: 'ip',
		});
		expect(() => extended.parse({ ip_address_attribute: 'x'.repeat(21) })).toThrow(
			"'IP Address Attribute' has 21 characters",
		);
	});

	it('is refused if it can not be read in full', () => {
		expect(extended.read({ ip_address_attribute: { a: 1 } }).unreadable).toContain(
			'ip_address_attribute',
		);
	});
});

describe('the types of fields', () => {
	it.each<[string, Field, unknown, unknown, boolean]>([
		['a text', text('A'), 'a', 'a', true],
		['a text', text('A'), 7, '7', true],
		['a text', text('A'), '', '', false],
		['a text', text('A'), { a: 1 }, '', false],
		['an optional text', optionalText('A'), '', null, true],
		['an optional text', optionalText('A'), undefined, null, true],
		['an optional text', optionalText('A'), 7, null, false],
		['a text of answers alone', readOnlyText('A'), undefined, undefined, true],
		['an optional text, if answered', ifAnswered(optionalText('A')), '', undefined, true],
		['a flag', flag('A'), 'true', true, true],
		['a flag', flag('A'), 'yes', false, false],
		['a flag', flag('A'), undefined, false, false],
		['a set', textSet('A'), 'a', ['a'], false],
		['a set', textSet('A'), '', [], true],
		['a set that may be a text', textSet('A', { mayBeText: true }), 'a', ['a'], true],
		['a set that may be a text', textSet('A', { mayBeText: true }), 'a, b', ['a, b'], false],
		['a set', textSet('A'), ['a', ''], ['a'], true],
		['a set', textSet('A'), ['a', 1], ['a'], false],
		['a set', textSet('A'), null, [], true],
	])('%s is read: %#', (_, field, answered, value, isWhole) => {
		expect(field.read(answered)).toEqual({ value, isWhole });
	});

	it.each<[string, Field, unknown, unknown]>([
		['a text', text('A'), ' a ', 'a'],
		['a password', text('A', { keepsSpaces: true }), ' a ', ' a '],
		['a text that can be cleared', optionalText('A', { isClearable: true }), ' ', null],
		['a flag', flag('A'), 'TRUE', true],
		['a flag', flag('A'), ' Yes ', true],
		['a flag', flag('A'), 1, true],
		['a flag', flag('A'), 'no', false],
		['a flag', flag('A'), 'Off', false],
		['a flag', flag('A'), 0, false],
		['a set', textSet('A'), 'a, b,', ['a', 'b']],
		['a set', textSet('A'), ['a', ' b '], ['a', 'b']],
	])('%s is entered: %#', (_, field, input, value) => {
		expect(field.parse(input)).toEqual(value);
	});

	it.each<[string, Field, unknown, string]>([
		['a text', text('A'), '', "'A' is empty"],
		['a text', text('A'), null, "'A' is empty"],
		['an optional text', optionalText('A'), '', "'A' is empty"],
		['a flag', flag('A'), 'perhaps', "'A' must be true or false"],
		['a flag', flag('A'), 2, "'A' must be true or false"],
	])('%s refuses: %#', (_, field, input, message) => {
		expect(() => field.parse(input)).toThrow(message);
		expect(() => field.parse(input)).toThrow(InvalidInput);
	});

	it('IDs that are UUIDs are compared without case', () => {
		const id = '5037b023-7031-407b-8c98-17f0de0c6a3c';
		const upper = id.toUpperCase();
		const connection = { gateway_id: id, certificate_id: id };
		const other = { gateway_id: upper, certificate_id: upper };
		expect(connectionModel.differences(connection, other)).toEqual([]);
		expect(ruleModel.differences({ project_id: id }, { project_id: upper })).toEqual([]);
		expect(ruleModel.differences({ project_id: 'a' }, { project_id: 'A' })).toEqual(['project_id']);
	});

	it('sets are compared without regard to their order', () => {
		const model = new Model({ a: textSet('A') });
		expect(model.differences({ a: ['x', 'y'] }, { a: ['y', 'x'] })).toEqual([]);
		expect(model.differences({ a: ['x'] }, { a: ['x', 'x'] })).toEqual([]);
		expect(model.differences({ a: ['x'] }, { a: ['x', 'y'] })).toEqual(['a']);
	});
});

describe('rows', () => {
	const model = new Model({ name: text('Name'), size: optionalText('Size') });
	const field = rows(model, { label: 'Things', noun: 'thing', min: 1, max: 2 });

	it('are whole if each of them is', () => {
		expect(field.read([{ name: 'a', size: null }])).toMatchObject({
			value: [{ name: 'a', size: null }],
			isWhole: true,
		});
		expect(field.read({ name: 'a' }).isWhole).toBe(true);
		for (const answered of [[], null, ['a'], [{ name: 'a' }, { size: 's' }]]) {
			expect(field.read(answered).isWhole).toBe(false);
		}
	});

	it('are written without what is only answered', () => {
		const answered = new Model({ ...model.fields, id: readOnlyText('ID') });
		const things = new Model({
			things: rows(answered, { label: 'Things', noun: 'thing', max: 2 }),
		});
		const { values } = things.read({ things: [{ id: '1', name: 'a' }] });
		expect(values).toEqual({ things: [{ id: '1', name: 'a', size: null }] });
		expect(things.write(values)).toEqual({ things: [{ name: 'a' }] });
	});

	it.each([
		[
			[],
			"'Things' must have 1 to 2 things, got 0",
			"Enter 1 to 2 things under 'Things'. If an expression returns the whole list, enter it as JSON",
		],
		[
			[{ name: 'a' }, { name: 'b' }, { name: 'c' }],
			"'Things' must have 1 to 2 things, got 3",
			"Enter 1 to 2 things under 'Things'. If an expression returns the whole list, enter it as JSON",
		],
		[[{ name: 'a' }, {}], "'Name of thing 2' is empty", "Enter a value for 'Name of thing 2'"],
	])('refuse %j', (input, message, description) => {
		try {
			field.parse(input);
			throw new Error('not refused');
		} catch (error) {
			expect(error).toMatchObject({ message, description });
		}
	});
});

describe('what this package does not know', () => {
	const rule = new Model({
		id: readOnlyText('ID'),
		name: text('Name'),
		size: optionalText('Size'),
	});
	const model = new Model({
		name: text('Name'),
		rules: rows(rule, { label: 'Rules', noun: 'rule', max: 3 }),
	});
	const { withUnknown, unknown } = model.read({
		name: 'a',
		color: { of: 'sky' },
		rules: [
			{ id: '1', name: 'b', size: 's', order: 1 },
			{ id: '2', name: 'c', order: 2 },
		],
	});

	it('is read beside the values, at both depths', () => {
		expect(unknown).toEqual(['rules.order', 'color']);
	});

	it('is sent back', () => {
		expect(model.write(withUnknown)).toEqual({
			name: 'a',
			color: { of: 'sky' },
			rules: [
				{ name: 'b', size: 's', order: 1 },
				{ name: 'c', order: 2 },
			],
		});
	});

	it.each<[string, Values[], Values[]]>([
		[
			'rules that mean the same',
			[{ name: 'c' }, { name: 'b', size: 's' }],
			[
				{ name: 'b', size: 's', order: 1 },
				{ name: 'c', order: 2 },
			],
		],
		[
			'one rule less and one more',
			[{ name: 'c' }, { name: 'd' }],
			[{ name: 'c', order: 2 }, { name: 'd' }],
		],
		['a rule with its ID', [{ id: '2', name: 'e' }], [{ name: 'e', order: 2 }]],
	])('of rules stays with them: %s', (_, entered, sent) => {
		const changes = model.keepAnswered(withUnknown, { rules: entered });
		expect(model.write(changes)).toEqual({ rules: sent });
	});
});
