import type { INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import {
	byId,
	firstConnection,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from '../runOperation.cts';

/* Rules and mappings as JSON, such as the output of Get: as one expression, as text, or written out. */
let asa: Asa;

afterEach(closeAll);

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});

	const place = () => ({ connection: byId(firstConnection(asa).connection.id) });

	/** The server sync job as Get returns it. */
	async function got() {
		const job = byId(firstConnection(asa).server.id);
		const get = { ...place(), job, simplify: false };
		return outputs(await runOperation(asa, 'serverSyncJob', 'get', get))[0];
	}

	const write = (operation: string, parameters: INodeParameters, item = {}) =>
		runOperation(
			asa,
			'serverSyncJob',
			operation,
			{ ...place(), ...parameters },
			{ items: [item as never] },
		);

	const usingJson = (rules: string) => ({
		specifyRuleAssignments: 'json',
		ruleAssignmentsJson: rules,
	});

	it.each(['create', 'upsert'])(
		'what Get returns feeds %s: rules and mappings',
		async (operation) => {
			const job = await got();
			const { items, error } = await write(
				operation,
				{
					name: 'Copy',
					frequency: 6,
					...usingJson('={{ $json.rule_assignments }}'),
					additionalFields: {
						additionalAttributeMappingJson: '={{ $json.additional_attribute_mapping }}',
					},
				},
				job,
			);
			expect(error).toBeUndefined();
			const bare = (rules: unknown) =>
				(rules as object[]).map((rule) => ({ ...rule, id: undefined, project_name: undefined }));
			expect(bare(items[0].json.rule_assignments)).toEqual(bare(job.rule_assignments));
			expect(items[0].json.additional_attribute_mapping).toEqual(job.additional_attribute_mapping);
		},
	);

	it('an update takes rules from an expression, and nothing is sent for what is there', async () => {
		const job = await got();
		takeSent(asa);
		const { items } = await write(
			'update',
			{
				job: byId(String(job.id)),
				updateFields: {
					ruleAssignmentsJson: '={{ JSON.stringify($json.rule_assignments) }}',
					additionalAttributeMappingJson: '={{ $json.additional_attribute_mapping }}',
				},
			},
			job,
		);
		expect(items[0].json.id_changed).toBe(false);
		expect(takeSent(asa).filter(([line]) => !line.startsWith('GET'))).toEqual([]);
	});

	it('an expression for the whole of the fields below comes to nothing in n8n: the remedy is JSON', async () => {
		const job = await got();
		const { error } = await write(
			'create',
			{ name: 'Copy', ruleAssignments: '={{ $json.rule_assignments }}' },
			job,
		);
		expect(error?.message).toBe("'Rule Assignments' must have 1 to 100 rules, got 0");
		expect(error?.description).toMatch(
			/If an expression returns the whole list, enter it as JSON$/,
		);
	});

	it.each<[string, RegExp]>([
		['', /^'Rule Assignments \(JSON\)' must be a JSON array of objects$/],
		['not json', /^'Rule Assignments \(JSON\)' must be a JSON array of objects$/],
		['{"base_dn": "OU=x"}', /^'Rule Assignments \(JSON\)' must be a JSON array of objects$/],
		['["OU=x"]', /^'Rule Assignments \(JSON\)' must be a JSON array of objects$/],
		['[]', /^'Rule Assignments' must have 1 to 100 rules, got 0$/],
		['[{"base_dn": "OU=x", "priority": 1}]', /^'LDAP Query Filter of rule 1' is empty$/],
	])('%j is refused, and nothing is sent', async (rules, message) => {
		const { error } = await write('create', { name: 'Copy', ...usingJson(rules) });
		expect(error?.message).toMatch(message);
		expect(error?.description).not.toBe('');
		expect(takeSent(asa)).toEqual([]);
	});

	it('both ways at once are refused', async () => {
		const { server } = firstConnection(asa);
		const rule = { base_dn: 'OU=x', ldap_query_filter: '(cn=*)', project_id: 'p', priority: 9 };
		const { error } = await write('update', {
			job: byId(server.id),
			updateFields: {
				ruleAssignments: { rule: [{ baseDn: 'OU=y', project: byId('p'), priority: 8 }] },
				ruleAssignmentsJson: JSON.stringify([rule]),
			},
		});
		expect(error?.message).toMatch(/is set together with another parameter for the same field$/);
		expect(takeSent(asa)).toEqual([]);
	});
});
