import fc from 'fast-check';
import {
	addRules,
	differingFields,
	mergeBody,
	mergeRows,
	type JobBody,
} from '../../../../nodes/AsaActiveDirectory/api/jobBody';
import {
	serverSyncJobKind,
	userSyncJobKind,
} from '../../../../nodes/AsaActiveDirectory/api/jobKinds';
import { inClientDialect, inPageDialect, rules, serverBody, userBody } from './jobBodies.cts';

const kinds = [
	['server', serverSyncJobKind, serverBody],
	['user', userSyncJobKind, userBody],
] as const;

const dialects = [
	['client', inClientDialect],
	['page', inPageDialect],
] as const;

const scheduleFields = ['frequency', 'start_hour_utc'];

describe.each(kinds)('a %s sync job', (_, kind, bodies) => {
	const anyBody = bodies as fc.Arbitrary<JobBody>;

	it.each(dialects)('that was written is read as the same in the dialect of the %s', (_, spell) => {
		fc.assert(
			fc.property(anyBody, (body) => {
				const wire = spell(body as never);
				expect(kind.readBody(wire)).toEqual(body);
				expect(kind.unreadableFields(wire)).toEqual([]);
			}),
		);
	});

	it('keeps what was not touched', () => {
		fc.assert(
			fc.property(anyBody, anyBody, fc.infiniteStream(fc.boolean()), (body, other, picks) => {
				const touched = Object.keys(other).filter(() => picks.next().value);
				const changes = pickFields(other, touched);
				const merged = mergeBody(body, changes);
				const isRetimed = touched.some((name) => scheduleFields.includes(name));
				const kept = Object.keys(body).filter(
					(name) => !touched.includes(name) && !(isRetimed && scheduleFields.includes(name)),
				);
				expect(pickFields(merged, kept)).toEqual(pickFields(body, kept));
				expect(differingFields(body, merged).every((name) => !kept.includes(name))).toBe(true);
			}),
		);
	});

	it('takes on what was touched', () => {
		fc.assert(
			fc.property(anyBody, anyBody, (body, other) => {
				const merged = mergeBody(body, other);
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
				expect(mergeBody(body, { frequency })).not.toHaveProperty('start_hour_utc');
			}),
		);
	});

	it('differs in nothing from itself, run_test or not', () => {
		fc.assert(
			fc.property(anyBody, fc.boolean(), (body, run_test) => {
				expect(differingFields(body, { ...body, run_test })).toEqual([]);
			}),
		);
	});
});

describe('rules', () => {
	it('are compared without regard to their order or that of their fields', () => {
		fc.assert(
			fc.property(serverBody, (body) => {
				const turned = [...body.rule_assignments].reverse().map(turnedAround);
				expect(differingFields(body, { ...body, rule_assignments: turned })).toEqual([]);
			}),
		);
	});

	it('are not the same where one is missing, repeated or changed', () => {
		fc.assert(
			fc.property(serverBody, (body) => {
				const [first, ...others] = body.rule_assignments;
				const variants = [
					others,
					[first, ...body.rule_assignments],
					[{ ...first, base_dn: `${first.base_dn}!` }, ...others],
					[{ ...first, priority: first.priority + 1_000 }, ...others],
				];
				for (const rule_assignments of variants) {
					expect(differingFields(body, { ...body, rule_assignments })).toEqual([
						'rule_assignments',
					]);
				}
			}),
		);
	});

	it('are never lost by adding others', () => {
		fc.assert(
			fc.property(rules, rules, (there, added) => {
				const all = addRules(there, added);
				expect(all.slice(0, there.length)).toEqual(there);
				expect(all).toEqual(expect.arrayContaining(added));
			}),
		);
	});

	it('are not added where they are there already, however their fields are ordered', () => {
		fc.assert(
			fc.property(rules, rules, (there, added) => {
				const all = addRules(there, added);
				expect(addRules(all, all.map(turnedAround))).toEqual(all);
			}),
		);
	});
});

describe('mappings', () => {
	it('keep one value a label, the added one', () => {
		fc.assert(
			fc.property(serverBody, serverBody, (body, other) => {
				const [there, added] = [body, other].map((job) =>
					mergeRows([], job.additional_attribute_mapping, ({ label }) => label),
				);
				const labels = new Set(added.map(({ label }) => label));
				expect(mergeRows(there, added, ({ label }) => label)).toEqual([
					...there.filter(({ label }) => !labels.has(label)),
					...added,
				]);
			}),
		);
	});
});

function turnedAround<Row extends object>(row: Row): Row {
	return Object.fromEntries(Object.entries(row).reverse()) as Row;
}

function pickFields(body: object, names: string[]): object {
	return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}
