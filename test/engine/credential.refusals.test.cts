import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import { connectionReads } from './connectionReads.cts';

describe.each(dialects)('The credential, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
	});

	afterEach(closeAll);

	const { getMany, getOne } = connectionReads(() => asa);

	describe('a role that is missing', () => {
		it('ends the run: the items that follow are not sent', async () => {
			await getMany();
			asa.sandbox.setSwitches({ roles: [] });
			asa.sent();
			const { error } = await getOne(20);
			expect(error?.message).toMatch(/^The service user lacks a role/);
			expect(asa.sent().length).toBeLessThanOrEqual(4);
		});

		it('gives each item its error with Continue On Fail, still without sending', async () => {
			await getMany();
			asa.sandbox.setSwitches({ roles: [] });
			asa.sent();
			const [connection] = asa.sandbox.getState().connections;
			const { items } = await asa.engine.run({
				type: 'asaActiveDirectory',
				items: Array.from({ length: 20 }, () => ({})),
				parameters: {
					resource: 'connection',
					operation: 'get',
					connection: { __rl: true, mode: 'id', value: connection.id },
				},
				credentials: [asa.credential],
				continueOnFail: true,
			});
			expect(items).toHaveLength(20);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
			expect(items[19].json.error).toMatch(/^The service user lacks a role/);
			expect(new Set(items.map(({ json }) => JSON.stringify(json))).size).toBe(1);
			expect(items[19].json.description).toMatch(/^After fixing this, open the credential/);
			expect(asa.sent().length).toBeLessThanOrEqual(4);
		});
	});

	describe('redirects', () => {
		it('are not followed, so the token stays with its host', async () => {
			await getMany();
			let visits = 0;
			const elsewhere = createServer((_, response) => {
				visits++;
				response.end('{}');
			});
			await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
			const { port } = elsewhere.address() as AddressInfo;
			asa.sandbox.setFaults([
				{ effect: { type: 'redirect', location: `http://127.0.0.1:${port}/` } },
			]);
			const { error } = await getMany();
			expect(error?.message).toMatch(/redirect \(302\), which is not followed/);
			expect(visits).toBe(0);
			await new Promise((resolve) => elsewhere.close(resolve));
		});
	});
});
