import { closeAll, startAsa, type Asa } from './asa.cts';
import { byId, byName, outputs, runOperation, signIn } from './runOperation.cts';

let asa: Asa;

beforeEach(async () => {
	asa = await startAsa();
	await signIn(asa);
	asa.sandbox.setFaults([
		{ effect: { type: 'latency', milliseconds: 40 }, probability: 0.5, seed: 7 },
	]);
});
afterEach(closeAll);

const bothConnections = () => asa.sandbox.getState().connections;

/** Renames the job of one or the other connection, item after item, by the name that the item before gave it. */
function renameOften(items: number, more = {}) {
	const connections = bothConnections();
	return runOperation(
		asa,
		'userSyncJob',
		'update',
		{
			connection: byId('={{ $json.connection }}'),
			job: byName('={{ $json.from }}'),
			updateFields: { name: '={{ $json.to }}' },
		},
		{
			items: Array.from({ length: items }, (_, index) => {
				const turn = Math.floor(index / 2);
				return {
					connection: connections[index % 2].id,
					from: turn === 0 ? 'Employees' : `Name ${turn}`,
					to: `Name ${turn + 1}`,
				};
			}),
			...more,
		},
	);
}

it('changes to one connection keep the order of the items', async () => {
	const { items, error } = await renameOften(10);
	expect(error).toBeUndefined();
	expect(outputs({ items }).map(({ name }) => name)).toEqual(
		[1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map((turn) => `Name ${turn}`),
	);
	for (const { userSyncJobs } of bothConnections()) {
		expect(userSyncJobs.map(({ settings }) => settings.name)).toContain('Name 5');
	}
});

it('changes to different connections go on at the same time', async () => {
	await renameOften(10);
	const writes = asa.sandbox.getRequests().filter(({ method }) => method === 'PUT');
	const [first] = bothConnections();
	const sides = writes.map(({ path }) => path.includes(first.id));
	expect(sides.indexOf(false)).toBeLessThan(sides.lastIndexOf(true));
});

it('nothing more is sent to a connection after a change to it failed', async () => {
	asa.sandbox.addFault({
		match: { endpoint: 19 },
		effect: { type: 'status', status: 400 },
		afterRequests: 2,
		times: 1,
	});
	const { error } = await renameOften(10);
	expect(error?.message).toContain('400');
	const writes = asa.sandbox.getRequests().filter(({ method }) => method === 'PUT');
	const failed = writes.findIndex(({ status }) => status === 400);
	const connectionOf = ({ path }: (typeof writes)[number]) =>
		path.split('/ad_connections/')[1].split('/')[0];
	const later = writes
		.slice(failed + 1)
		.filter((write) => connectionOf(write) === connectionOf(writes[failed]));
	expect(failed).toBe(2);
	expect(later).toEqual([]);
});
