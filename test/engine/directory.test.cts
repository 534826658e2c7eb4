import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { closeAll, startAsa, type Asa } from './asa.cts';
import { byId, byName, outputs, runOperation } from './runOperation.cts';

const hour = 3600;

/** Gateways and AD servers. The demo's two connections each have five AD servers in web-servers, seen hourly. */

let asa: Asa;

beforeEach(async () => {
	asa = await startAsa();
	asa.sandbox.advance(2 * hour);
	await runOperation(asa, 'connection', 'getAll', { limit: 1 });
	asa.sent();
});

afterEach(closeAll);

async function get(resource: string, operation: string, parameters: INodeParameters = {}) {
	const result = await runOperation(asa, resource, operation, parameters);
	if (result.error) throw new Error(result.error.message);
	return outputs(result);
}

const servers = async (parameters: INodeParameters = {}) =>
	await get('adServer', 'getAll', { returnAll: true, ...parameters });

const hostnames = (found: IDataObject[]) => found.map(({ hostname }) => hostname);

/** Moves the servers of the first connection away and lets hours pass. */
function moveServers(hours: number): void {
	const [{ id }] = asa.sandbox.getState().connections;
	asa.sandbox.moveOu(id, 'OU=Servers,DC=corp,DC=example,DC=com');
	asa.sandbox.advance(hours * hour);
}

describe('Gateway', () => {
	it('is found by name in any case, from a list and by ID, and shows that it is offline', async () => {
		const [{ id, name }] = asa.sandbox.getState().gateways;
		asa.sandbox.setGatewayOnline(id, false);
		const picks = [byId(id), byName(name), { __rl: true, mode: 'list', value: id }];
		for (const gateway of picks) {
			const [status] = await get('gateway', 'getStatus', { gateway });
			expect(status).toMatchObject({ gateway_id: id, status: 'OFFLINE' });
		}
	});

	it.each([
		['an unknown name', byName('gateway-north')],
		['an unknown ID', byId('00000000-0000-4000-8000-000000000001')],
	])('of %s fails and says so', async (_, gateway) => {
		const { error } = await runOperation(asa, 'gateway', 'getStatus', { gateway });
		expect(error?.message).toMatch(/gateway/i);
	});

	it('comes without an update time if ASA answers none', async () => {
		asa.sandbox.setSwitches({ gatewayUpdatedAt: false });
		const [{ id }] = asa.sandbox.getState().gateways;
		const [status] = await get('gateway', 'getStatus', { gateway: byId(id) });
		expect(status.updated_at).toBeNull();
	});

	it('Get Many filters by a part of the name', async () => {
		const all = await get('gateway', 'getAll', { returnAll: true });
		expect(all.map(({ name }) => name)).toEqual(['gateway-east', 'gateway-west']);
		const filters = { nameContains: ' EAST ' };
		expect(await get('gateway', 'getAll', { filters })).toEqual([all[0]]);
	});
});

describe('AD Server: Get Many', () => {
	it('leaves out servers with an agent', async () => {
		const found = await servers();
		expect(found).toHaveLength(10);
		expect(hostnames(found).some((name) => String(name).startsWith('agent'))).toBe(false);
	});

	it('filters by project, host name and state', async () => {
		const [first] = hostnames(await servers());
		expect(hostnames(await servers({ filters: { hostname: first as string } }))).toEqual([first]);
		expect(await servers({ filters: { project: 'web-servers' } })).toHaveLength(10);
		expect(await servers({ filters: { project: 'jump-hosts' } })).toEqual([]);
		expect(await servers({ filters: { state: 'INACTIVE' } })).toEqual([]);
		expect(await servers({ filters: { state: 'active' } })).toHaveLength(10);
		expect(await servers({ filters: { hostname: '', project: null, state: '' } })).toHaveLength(10);
	});

	it('says since when no sync has seen a server, and when it goes', async () => {
		moveServers(80);
		const found = await servers({ filters: { unseenHours: 72 } });
		expect(found).toHaveLength(5);
		for (const server of found) {
			const seenAt = Date.parse(String(server.last_seen));
			const hours = (Date.parse(asa.sandbox.now()) - seenAt) / 1000 / hour;
			expect(server.unseen_hours).toBe(Math.floor(hours * 10) / 10);
			expect(Date.parse(String(server.access_ends_at)) - seenAt).toBe(96 * hour * 1000);
		}
		expect(await servers({ filters: { unseenHours: 82 } })).toEqual([]);
		expect(await servers({ filters: { unseenHours: '' } })).toHaveLength(10);
	});

	it('counts Limit after Unseen For', async () => {
		moveServers(80);
		const filters = { unseenHours: 72 };
		expect(await servers({ returnAll: false, limit: 3, filters })).toHaveLength(3);
	});

	it('follows all pages', async () => {
		asa.sandbox.setSwitches({ pageSize: 3 });
		expect(new Set(hostnames(await servers())).size).toBe(10);
		expect(asa.sent()).toHaveLength(4);
	});

	it('takes zero values for none', async () => {
		asa.sandbox.setSwitches({ zeroValues: true });
		const found = await servers({ simplify: false });
		expect(found).toHaveLength(10);
		for (const server of found) {
			expect(server).toMatchObject({ access_address: null, bastion: null });
		}
	});

	it('without a server hints that ASA returns only those that the service user may see', async () => {
		const hint = 'ASA only returns servers that are visible to the service user';
		const hintsFor = async (visibleProjects: string[]) => {
			asa.sandbox.setSwitches({ visibleProjects });
			const { items, stored } = await runOperation(asa, 'adServer', 'getAll', { returnAll: true });
			return [items.length, stored.includes(hint)];
		};
		expect(await hintsFor([])).toEqual([0, true]);
		expect(await hintsFor(['web-servers'])).toEqual([10, false]);
	});

	it.each([
		['unseenHours', 'soon', "'Unseen For (Hours)' must be 0 or greater"],
		['state', 'BROKEN', '\'State\' has the invalid value "BROKEN"'],
	])('refuses a wrong %s before anything is sent', async (name, value, message) => {
		const filters = { [name]: value };
		const { error } = await runOperation(asa, 'adServer', 'getAll', { filters });
		expect(error?.message).toContain(message);
		expect(asa.sent()).toEqual([]);
	});
});
