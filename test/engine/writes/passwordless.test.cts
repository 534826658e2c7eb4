import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';
import {
	byId,
	firstConnection,
	outputs,
	runOperation,
	signIn,
	takeSent,
	type Sent,
} from '../runOperation.cts';

/*
 * Passwordless access: `use_passwordless` never comes back, and a PUT without it probably switches it off. A connection
 * with a certificate isn't updated until the user says what the flag is.
 */
const refusal = {
	message:
		"The connection was not updated: it has a certificate, and 'Use Passwordless' is not set",
	description:
		"Set 'Use Passwordless': Okta never returns it, and an update without it probably turns passwordless access off",
};

let asa: Asa;
let id: string;

const state = () => firstConnection(asa).connection;
const run = (operation: string, parameters: IDataObject) =>
	runOperation(asa, 'connection', operation, parameters as never);
const update = (updateFields: IDataObject, more: IDataObject = {}) =>
	run('update', { connection: byId(id), serviceAccount: 'none', updateFields, ...more });
const upsert = (additionalFields: IDataObject, more: IDataObject = {}) =>
	run('upsert', { name: state().name, serviceAccount: 'none', additionalFields, ...more });

/** The connection's own PUT, as the API has it before the test. */
async function makePasswordless(changes = {}) {
	const { name, gatewayId, domain, domainControllers, serviceAccountUsername } = state();
	const body = {
		name,
		gateway_id: gatewayId,
		domain,
		domain_controllers: domainControllers,
		service_account_username: serviceAccountUsername,
		use_passwordless: true,
		certificate_id: 'cert-1',
		...changes,
	};
	await clientOf(asa.sandbox).put(`/integrations/ad_connections/${id}`, body);
	asa.sandbox.clearRequests();
}

const one = (): Sent => [`GET /${id}`];
const list: Sent = ['GET ', { query: { include_certificate_details: 'true' } }];

describe.each(dialects)('a passwordless connection in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		id = state().id;
		await signIn(asa);
		await makePasswordless();
	});
	afterEach(closeAll);

	it('is not renamed by a PUT that would switch the flag off', async () => {
		const { error } = await update({ name: 'Renamed' });
		expect(error).toMatchObject({ ...refusal, itemIndex: 0 });
		expect(takeSent(asa)).toEqual([one()]);
		expect(state()).toMatchObject({ usePasswordless: true, certificateId: 'cert-1' });
	});

	it.each([true, false])('is renamed with the flag as it is set: %p', async (usePasswordless) => {
		const { error } = await update({ name: 'Renamed', usePasswordless });
		expect(error).toBeUndefined();
		expect(takeSent(asa)).toEqual([
			one(),
			[
				`PUT /${id}`,
				{
					body: {
						name: 'Renamed',
						domain: 'corp.example.com',
						gateway_id: state().gatewayId,
						domain_controllers: state().domainControllers,
						service_account_username: 'svc-asa',
						certificate_id: 'cert-1',
						use_passwordless: usePasswordless,
					},
				},
			],
		]);
		expect(state()).toMatchObject({ name: 'Renamed', usePasswordless });
	});

	it('needs no flag if nothing would be sent', async () => {
		const { items } = await update({ name: state().name });
		expect(outputs({ items })).toEqual([expect.objectContaining({ id, name: state().name })]);
		expect(takeSent(asa)).toEqual([one()]);
	});

	it('Create or Update refuses too, and sends the flag whenever it is set', async () => {
		const gateway = byId(asa.sandbox.getState().gateways[1].id);
		expect((await upsert({}, { gateway })).error).toMatchObject(refusal);
		expect(state().usePasswordless).toBe(true);
		takeSent(asa);
		const { items } = await upsert({ usePasswordless: true });
		expect(items[0].json).toMatchObject({ action: 'updated', id });
		expect(takeSent(asa).at(-1)).toEqual([
			`PUT /${id}`,
			{ body: expect.objectContaining({ use_passwordless: true, certificate_id: 'cert-1' }) },
		]);
	});

	it.each([undefined, '', null])(
		'Send Only What Is Set asks for the flag if it is %p, and sends nothing',
		async (usePasswordless) => {
			const { name, domain, gatewayId } = state();
			const whole = { name, domain, gateway: byId(gatewayId), certificateId: 'cert-1' };
			const flag = usePasswordless === undefined ? {} : { usePasswordless: '={{ $json.flag }}' };
			const { error } = await runOperation(
				asa,
				'connection',
				'update',
				{
					connection: byId(id),
					serviceAccount: 'none',
					updateFields: { ...whole, ...flag },
					options: { sendOnlyWhatIsSet: true },
				} as never,
				{ items: [{ flag: usePasswordless ?? null }] },
			);
			expect(error?.message).toMatch(/^'Use Passwordless' (is not set|must be true or false)$/);
			expect(takeSent(asa)).toEqual([]);
			expect(state().usePasswordless).toBe(true);
		},
	);

	it.each([true, false])('Send Only What Is Set sends the flag as it is: %p', async (flag) => {
		const { name, domain, gatewayId } = state();
		const whole = { name, domain, gateway: byId(gatewayId), usePasswordless: flag };
		const { error } = await update(whole, { options: { sendOnlyWhatIsSet: true } });
		expect(error).toBeUndefined();
		expect(takeSent(asa)).toEqual([
			[`PUT /${id}`, { body: { name, domain, gateway_id: gatewayId, use_passwordless: flag } }],
		]);
		expect(state().usePasswordless).toBe(flag);
	});

	it('the preview of such an update fails as the update would', async () => {
		const options = { previewChanges: true };
		expect((await update({ name: 'Renamed' }, { options })).error).toMatchObject(refusal);
	});
});

describe('a certificate shows', () => {
	beforeEach(async () => {
		asa = await startAsa();
		id = state().id;
		await signIn(asa);
	});
	afterEach(closeAll);

	it('in the list of connections, if the connection alone does not show it', async () => {
		await makePasswordless({ certificate_id: null });
		const answer = { id, name: 'x', certificate: { id: 'cert-1' } };
		asa.sandbox.setFaults([
			{ match: { endpoint: 1 }, effect: { type: 'replaceBody', body: { list: [answer] } } },
		]);
		expect((await update({ name: 'Renamed' })).error).toMatchObject(refusal);
		expect(takeSent(asa)).toEqual([one(), list]);
		expect(state().usePasswordless).toBe(true);
	});

	it('in the user setting one', async () => {
		expect((await update({ certificateId: 'cert-2' })).error).toMatchObject(refusal);
		expect((await update({ certificateId: 'cert-2', usePasswordless: true })).error).toBe(
			undefined,
		);
		expect(state()).toMatchObject({ usePasswordless: true, certificateId: 'cert-2' });
	});

	it.each([
		['the certificate of another connection', () => ({ id: 'other', certificate_id: 'cert-1' })],
		['the nil UUID', () => ({ id, certificate_id: '00000000-0000-0000-0000-000000000000' })],
		['an empty text', () => ({ id, certificate_id: '' })],
		['an empty list', () => ({ id, certificate_details: [] })],
		['null', () => ({ id, certificate_details: null })],
		['zeros', () => ({ id, certificate: { id: '', expires_at: '0001-01-01T00:00:00Z', size: 0 } })],
	])('not in %s', async (_, answer) => {
		const body = { list: [{ name: 'x', ...answer() }] };
		asa.sandbox.setFaults([{ match: { endpoint: 1 }, effect: { type: 'replaceBody', body } }]);
		expect((await update({ name: 'Renamed' })).error).toBe(undefined);
		expect(takeSent(asa)).toEqual([
			one(),
			list,
			[
				`PUT /${id}`,
				{ body: expect.not.objectContaining({ use_passwordless: expect.anything() }) },
			],
		]);
	});

	it.each(['clear', 'keep'] as const)(
		'nowhere if ASA hides it: then the PUT goes without the flag, and it is %s',
		async (passwordlessOnPut) => {
			asa.sandbox.setSwitches({ passwordlessOnPut, certificateIdInAnswers: false });
			await makePasswordless();
			expect((await update({ name: 'Renamed' })).error).toBe(undefined);
			expect(state()).toMatchObject({
				name: 'Renamed',
				usePasswordless: passwordlessOnPut === 'keep',
			});
		},
	);

	it('not if the list can not be read: then nothing is sent', async () => {
		asa.sandbox.setFaults([{ match: { endpoint: 1 }, effect: { type: 'status', status: 403 } }]);
		const { error } = await update({ name: 'Renamed' });
		expect(error?.message).toMatch(/^List AD connections: .*403/);
		expect(takeSent(asa)).toEqual([one(), list]);
	});
});
