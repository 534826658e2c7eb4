import { closeAll, dialects, type Asa } from './asa.cts';
import { byId } from './runOperation.cts';
import {
	connections,
	password,
	startWithServiceAccount,
	connectionRuns,
} from './connectionRuns.cts';

describe.each(dialects)('AD Connection, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startWithServiceAccount(dialect);
	});

	afterEach(closeAll);

	const { run, corporate, gateway, bodies } = connectionRuns(() => asa);

	describe('Create', () => {
		it('sends what the form says, with the service account of the credential', async () => {
			const { items } = await run({
				operation: 'create',
				serviceAccount: 'credential',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(1).id),
				domainControllers: 'dc1.branch.example.com, 10.0.0.7',
			});
			expect(bodies()).toEqual([
				{
					name: 'Branch',
					domain: 'branch.example.com',
					gateway_id: gateway(1).id,
					domain_controllers: ['dc1.branch.example.com', '10.0.0.7'],
					service_account_username: 'svc-asa',
					service_account_password: '<redacted>',
				},
			]);
			expect(asa.sent()).toEqual([`POST ${connections}`]);
			expect(items[0].json).toEqual({
				id: expect.any(String),
				name: 'Branch',
				domain: 'branch.example.com',
				gateway_id: gateway(1).id,
				domain_controllers: ['dc1.branch.example.com', '10.0.0.7'],
				service_account_username: 'svc-asa',
			});
		});

		it('keeps the password of the credential out of what n8n stores', async () => {
			asa.sandbox.setFaults([{ effect: { type: 'status', status: 400 } }]);
			const { stored, error } = await run({
				operation: 'create',
				serviceAccount: 'credential',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(1).id),
			});
			expect(error?.message).toMatch(/^Create an AD connection: Okta rejected the request \(400/);
			expect(stored).not.toContain(password);
		});

		it('leaves the service account out unless one is chosen', async () => {
			await run({
				operation: 'create',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(1).id),
			});
			expect(Object.keys(bodies()[0] ?? {})).toEqual([
				'name',
				'domain',
				'gateway_id',
				'domain_controllers',
			]);
		});

		it.each([
			['User Name', { serviceAccountUsername: ' ' }],
			['Password', { serviceAccountPassword: '' }],
		])(
			'names the %s of the credential if it is empty, and sends nothing',
			async (field, changes) => {
				asa.credential = asa.store({
					serviceAccountUsername: 'svc-asa',
					serviceAccountPassword: password,
					...changes,
				});
				const { error } = await run({
					operation: 'create',
					name: 'Branch',
					domain: 'branch.example.com',
					gateway: byId(gateway(1).id),
					serviceAccount: 'credential',
				});
				expect(error?.message).toBe(`'Service Account ${field} of the credential' is empty`);
				expect(asa.sent()).toEqual([]);
			},
		);

		it('passes on that the domain is taken', async () => {
			const { error } = await run({
				operation: 'create',
				name: 'Again',
				domain: corporate().domain,
				gateway: byId(gateway(0).id),
			});
			expect(error).toMatchObject({ httpCode: '409', itemIndex: 0 });
			expect(error?.message).toMatch(/resource_already_exists/);
		});

		it.each([
			['Name', { name: ' ' }],
			['Name', { name: 'n'.repeat(256) }],
			['Domain', { domain: ' ' }],
			[
				'Service Account User Name',
				{ serviceAccount: 'fields', serviceAccountUsername: ' ', serviceAccountPassword: 'x' },
			],
			[
				'Service Account Password',
				{ serviceAccount: 'fields', serviceAccountUsername: 'x', serviceAccountPassword: ' ' },
			],
		])('names %s when it is wrong, and sends nothing', async (label, changes) => {
			const { error } = await run({
				operation: 'create',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(0).id),
				...changes,
			});
			expect(error?.message).toContain(`'${label}'`);
			expect(error?.description).toMatch(/^Enter /);
			expect(asa.sent()).toEqual([]);
		});
	});
});
