import fc from '../../../../../helpers/seededFastCheck.cts';
import type { Values } from '../../../../../../nodes/AsaActiveDirectory/asa/model/model';
import {
	jobModel,
	readJob,
	withChanges,
	type JobKind,
} from '../../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { inClientDialect, inPageDialect, rules, serverBody, userBody } from './jobBodies.cts';

const kinds: Array<[JobKind, fc.Arbitrary<Values>]> = [
	['serverSyncJob', serverBody],
	['userSyncJob', userBody],
];

const dialects = [
	['client', inClientDialect],
	['page', inPageDialect],
] as const;

const scheduleFields = ['frequency', 'start_hour_utc'];

describe.each(kinds)('a %s', (kind, anyBody) => {
	const differences = (before: Values, after: Values) => jobModel(kind).differences(before, after);

	it.each(dialects)('that was written is read as the same in the dialect of the %s', (_, spell) => {
		fc.assert(
			fc.property(anyBody, (body) => {
				const { job, unreadable } = readJob(kind, spell(body));
				expect(withChanges(kind, job, {})).toEqual(body);
				expect(unreadable).toEqual([]);
			}),
		);
	});

	it('keeps what was not touched', () => {
		fc.assert(
			fc.property(anyBody, anyBody, fc.infiniteStream(fc.boolean()), (body, other, picks) => {
				const touched = Object.keys(other).filter(() => picks.next().value);
				const merged = withChanges(kind, body, pickFields(other, touched));
				const isRetimed = touched.some((name) => scheduleFields.includes(name));
				const kept = Object.keys(body).filter(
					(name) => !touched.includes(name) && !(isRetimed && scheduleFields.includes(name)),
				);
				expect(pickFields(merged, kept)).toEqual(pickFields(body, kept));
				expect(differences(body, merged).every((name) => !kept.includes(name))).toBe(true);
			}),
		);
	});

	it('takes on what was touched', () => {
		fc.assert(
			fc.property(anyBody, anyBody, (body, other) => {
				const merged = withChanges(kind, body, other);
				for (const name of Object.keys(other)) {
					if (!scheduleFields.includes(name)) {
						expect(pickFields(merged, [name])).toEqual(pickFields(other, [name]));
					}
				}
				if ('start_hour_utc' in merged) expect(merged.frequency).toBe(24);
			}),
		);
	});

	it('has an hour exactly with a daily schedule, whatever is merged', () => {
		fc.assert(
			fc.property(anyBody, fc.constantFrom(1, 6, 12), (body, frequency) => {
				expect(withChanges(kind, body, { frequency })).not.toHaveProperty('start_hour_utc');
			}),
		);
	});

	it('differs in nothing from itself, run_test or not', () => {
		fc.assert(
			fc.property(anyBody, fc.boolean(), (body, run_test) => {
				expect(differences(body, { ...body, run_test })).toEqual([]);
			}),
		);
	});
});

const { fields } = jobModel('serverSyncJob');

describe('rules', () => {
	const differences = (before: Values, after: Values) =>
		jobModel('serverSyncJob').differences(before, after);
	const add = (there: Values[], added: Values[]) =>
		fields.rule_assignments.addRows!(there, added) as Values[];
	const ownPriorities = (there: Values[], added: Values[]) =>
		new Set([...there, ...added].map(({ priority }) => priority)).size ===
		there.length + added.length;

	it('are compared without regard to their order or that of their fields', () => {
		fc.assert(
			fc.property(serverBody, (body) => {
				const turned = [...rulesOf(body)].reverse().map(turnedAround);
				expect(differences(body, { ...body, rule_assignments: turned })).toEqual([]);
			}),
		);
	});

	it('are not the same if one is missing, repeated or changed', () => {
		fc.assert(
			fc.property(serverBody, (body) => {
				const [first, ...others] = rulesOf(body);
				const variants = [
					others,
					[first, ...rulesOf(body)],
					[{ ...first, base_dn: `${String(first.base_dn)}!` }, ...others],
					[{ ...first, priority: Number(first.priority) + 1_000 }, ...others],
				];
				for (const rule_assignments of variants) {
					expect(differences(body, { ...body, rule_assignments })).toEqual(['rule_assignments']);
				}
			}),
		);
	});

	it('are never lost by adding others', () => {
		fc.assert(
			fc.property(rules, rules, (there, added) => {
				fc.pre(ownPriorities(there, added));
				const all = add(there, added);
				expect(all.slice(0, there.length)).toEqual(there);
				expect(all).toEqual(expect.arrayContaining(added));
			}),
		);
	});

	it('are not added if they are there already, however their fields are ordered', () => {
		fc.assert(
			fc.property(rules, (there) => {
				expect(add(there, there.map(turnedAround))).toEqual(there);
			}),
		);
	});
});

describe('mappings', () => {
	it('keep one value a label, the added one', () => {
		const label = fc.constantFrom('a', 'b', 'c', 'd');
		const mapping = fc.record({ label, value: fc.string({ minLength: 1 }), is_guid: fc.boolean() });
		const mappings = fc.uniqueArray(mapping, { selector: (one) => one.label });
		fc.assert(
			fc.property(mappings, mappings, (there, added) => {
				const labels = new Set(added.map((one) => one.label));
				expect(fields.additional_attribute_mapping.addRows!(there, added)).toEqual([
					...there.filter((one) => !labels.has(one.label)),
					...added,
				]);
			}),
		);
	});
});

function rulesOf({ rule_assignments }: Values): Values[] {
	return rule_assignments as Values[];
}

function turnedAround(row: Values): Values {
	return Object.fromEntries(Object.entries(row).reverse());
}

function pickFields(body: Values, names: string[]): Values {
	return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}
