import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import { byId, byName, signIn, takeSent } from './runOperation.cts';
import { jobsAndRules, settingsOf } from './jobsAndRules.cts';

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});
	afterEach(closeAll);

	const { server, projects, run, rule, sentRule } = jobsAndRules(() => asa);

	describe('update', () => {
		it('adds rules, once', async () => {
			const [{ id }] = server();
			const kept = settingsOf(server()[0]).rule_assignments;
			const updateFields = { ruleAssignments: { rule: [rule(7), rule(2)] } };
			const { items } = await run('serverSyncJob', 'update', { job: byId(id), updateFields });
			const rules = settingsOf(server()[0]).rule_assignments;
			expect(rules.map(({ priority }) => priority)).toEqual([kept[0].priority, 7, 2]);
			takeSent(asa);
			const again = { job: byId(String(items[0].json.id)), updateFields };
			await run('serverSyncJob', 'update', again);
			expect(takeSent(asa)).toHaveLength(1);
		});

		it.each(['update', 'upsert'])(
			'refuses to %s a rule with the priority of another one, left at its default or not',
			async (operation) => {
				const { id, settings } = server()[0];
				const [kept] = settingsOf(server()[0]).rule_assignments;
				const added = { baseDn: 'OU=New', project: byId(projects()[1].id) };
				const { error } = await run('serverSyncJob', operation, {
					...(operation === 'update'
						? { job: byId(id), updateFields: { ruleAssignments: { rule: [added] } } }
						: { name: settings.name, ruleAssignments: { rule: [added] } }),
				});
				expect(kept.priority).toBe(1);
				expect(error?.message).toBe("Two rules of 'Rule Assignments' have the priority 1");
				expect(error?.description).toContain(
					`"${kept.base_dn}" with ${kept.ldap_query_filter} to project ${kept.project_id}, and "OU=New" with (objectCategory=computer) to project ${projects()[1].id}. Enter another 'Priority'`,
				);
				expect(error?.description).toMatch(/another 'Priority'.*'Replace Whole Lists'/);
				expect(takeSent(asa).filter(([line]) => !line.startsWith('GET'))).toEqual([]);
				expect(settingsOf(server()[0]).rule_assignments).toHaveLength(1);
			},
		);

		it('gives a label that is mapped already its new attribute', async () => {
			const name = server()[0].settings.name;
			const map = (mapping: object[]) =>
				run('serverSyncJob', 'update', {
					job: byName(name),
					updateFields: { additionalAttributeMapping: { mapping } },
				});
			await map([
				{ label: 'site', value: 'location' },
				{ label: 'team', value: 'department' },
			]);
			await map([{ label: 'site', value: 'l' }]);
			expect(settingsOf(server()[0]).additional_attribute_mapping).toMatchObject([
				{ label: 'team', value: 'department' },
				{ label: 'site', value: 'l' },
			]);
		});

		it.each([true, '={{ "true" }}'])('replaces rules if that is wanted (%p)', async (on) => {
			await run('serverSyncJob', 'update', {
				job: byId(server()[0].id),
				updateFields: { ruleAssignments: { rule: [rule(9)] } },
				options: { replaceLists: on },
			});
			expect(settingsOf(server()[0]).rule_assignments).toEqual([
				expect.objectContaining(sentRule(9)),
			]);
		});
	});
});
