import type { IDataObject } from 'n8n-workflow';
import { dialects } from '../asa.cts';
import { byId } from '../runOperation.cts';
import { startPreviews } from './previews.cts';

describe.each(dialects)('a connection, in the dialect of the %s', (dialect) => {
	const { asa, connection, preview, previewed } = startPreviews(dialect);
	const update = (updateFields: IDataObject, more = {}) =>
		previewed('connection', 'update', {
			connection: byId(connection().id),
			updateFields,
			...more,
		});

	it('would be updated: field by field, before and after', async () => {
		const { id, name, domainControllers } = connection();
		expect(await update({ name: 'Renamed', domainControllers: 'dc9' })).toEqual({
			id,
			action: 'would_update',
			changes: [
				{ field: 'name', before: name, after: 'Renamed' },
				{ field: 'domain_controllers', before: domainControllers ?? [], after: ['dc9'] },
			],
			requests: ['Update an AD connection'],
			id_would_change: false,
		});
	});

	it('would stay unchanged', async () => {
		expect(await update({ name: connection().name, domain: 'CORP.example.com.' })).toEqual({
			id: connection().id,
			action: 'unchanged',
			changes: [],
			requests: [],
			id_would_change: false,
		});
	});

	it('would get another service account, whose password stays hidden', async () => {
		const { stored } = await preview('connection', 'update', {
			connection: byId(connection().id),
			serviceAccount: 'credential',
		});
		expect(stored).not.toContain('canary-password');
		expect(await update({}, { serviceAccount: 'credential' })).toMatchObject({
			action: 'would_update',
			changes: [
				{ field: 'service_account_username', before: 'svc-asa', after: 'svc-new' },
				{ field: 'service_account_password', before: null, after: '(hidden)' },
			],
		});
	});

	it('would get the flag, which can not be compared', async () => {
		expect(await update({ usePasswordless: false })).toMatchObject({
			action: 'would_update',
			changes: [{ field: 'use_passwordless', before: null, after: false }],
		});
	});

	it('would be created', async () => {
		const gateway = asa().sandbox.getState().gateways[0].id;
		const parameters = { name: 'New', domain: 'new.example.com', gateway: byId(gateway) };
		const created = await previewed('connection', 'upsert', parameters);
		expect(created).toMatchObject({
			id: null,
			action: 'would_create',
			requests: ['Create an AD connection'],
			id_would_change: false,
		});
		expect(created.changes).toEqual(
			expect.arrayContaining([
				{ field: 'name', before: null, after: 'New' },
				{ field: 'domain', before: null, after: 'new.example.com' },
				{ field: 'gateway_id', before: null, after: gateway },
			]),
		);
	});

	it('would be found and updated by Create or Update', async () => {
		const { id, domain, name } = connection();
		expect(await previewed('connection', 'upsert', { name: 'Renamed', domain })).toMatchObject({
			id,
			action: 'would_update',
			changes: [{ field: 'name', before: name, after: 'Renamed' }],
		});
		expect(await previewed('connection', 'upsert', { name, domain })).toMatchObject({
			action: 'unchanged',
		});
	});

	it('can not be created without what is required, nor taken for another', async () => {
		const { error } = await preview('connection', 'upsert', { name: 'New' });
		expect(error?.message).toBe("'Domain' is not set");
	});

	it('a plain PUT of a connection is only shown, too', async () => {
		const { id, name, domain, gatewayId } = connection();
		const updateFields = { name, domain, gateway: byId(gatewayId), usePasswordless: false };
		const parameters = { connection: byId(id), updateFields };
		const options = { sendOnlyWhatIsSet: true };
		expect(await previewed('connection', 'update', parameters, options)).toMatchObject({
			id,
			action: 'would_update',
			changes: expect.arrayContaining([
				{ field: 'service_account_username', before: 'svc-asa', after: null },
			]),
			requests: ['Update an AD connection'],
		});
	});
});
