import type { Asa } from './asa.cts';

/** How to read all connections, and the first one for each of a number of items. */
export function connectionReads(asa: () => Asa) {
	const getMany = () =>
		asa().engine.run({
			type: 'asaActiveDirectory',
			parameters: { resource: 'connection', operation: 'getAll' },
			credentials: [asa().credential],
		});

	function getOne(items: number, concurrentRequests = 8) {
		const [connection] = asa().sandbox.getState().connections;
		return asa().engine.run({
			type: 'asaActiveDirectory',
			items: Array.from({ length: items }, (_, index) => ({ index })),
			parameters: {
				resource: 'connection',
				operation: 'get',
				connection: { __rl: true, mode: 'id', value: connection.id },
				options: { concurrentRequests },
			},
			credentials: [asa().credential],
		});
	}

	return { getMany, getOne };
}
