import { useExampleServer } from './exampleServer.cts';

const { engine, example } = useExampleServer();

describe.each(['classic', 'cursors'] as const)('poller, %s engine', (kind) => {
	const poller = () =>
		engine.poller({ type: 'exampleTrigger', credentials: [example.credential], engine: kind });
	const ids = (found: Awaited<ReturnType<ReturnType<typeof poller>['poll']>>) =>
		found?.map(({ json }) => json.id) ?? null;

	it('keeps static data from poll to poll and over a restart', async () => {
		const trigger = poller();
		expect(ids(await trigger.activate())).toEqual([1, 2]);
		expect(await trigger.poll()).toBeNull();
		example.items.push({ id: 3 });
		expect(ids(await trigger.poll())).toEqual([3]);
		trigger.restart();
		expect(trigger.storedState).toEqual({ polls: 3, last: 3 });
		expect(await trigger.poll()).toBeNull();
	});

	it('delivers again what a crash kept from being stored', async () => {
		const trigger = poller();
		await trigger.activate();
		example.items.push({ id: 3 });
		expect(ids(await trigger.poll())).toEqual([3]);
		trigger.restart({ beforeSave: true });
		expect(trigger.storedState.last).toBe(2);
		expect(ids(await trigger.poll())).toEqual([3]);
	});

	it('throws what the poll throws, at activation and at a tick', async () => {
		const trigger = poller();
		example.refusing = [500];
		await expect(trigger.activate()).rejects.toThrow('The service was not able to process');
		expect(trigger.storedState).toEqual({});
		await trigger.activate();
		example.refusing = [500];
		const failure: unknown = await trigger.poll().catch((error: unknown) => error);
		expect(trigger.storedFailure(failure)).toContain('The service was not able to process');
		expect(trigger.storedFailure(failure)).not.toContain(example.validToken);
	});

	it('fetches a test event without touching the stored state', async () => {
		const trigger = poller();
		await trigger.activate();
		const before = trigger.storedState;
		const { items } = await trigger.fetchTestEvent();
		expect(items.map(({ json }) => json)).toEqual([{ id: 'sample' }]);
		expect(trigger.storedState).toEqual(before);
	});
});

describe('poller, where the engines differ', () => {
	const poller = (engineKind: 'classic' | 'cursors') =>
		engine.poller({
			type: 'exampleTrigger',
			credentials: [example.credential],
			engine: engineKind,
		});

	it('classic: a poll that returns null stores nothing, and later ones still see its change', async () => {
		const trigger = poller('classic');
		await trigger.activate();
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(1);
		example.items.push({ id: 3 });
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(3);
		await trigger.poll();
		trigger.restart();
		await trigger.poll();
		example.items.push({ id: 4 });
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(5);
	});

	it('classic: an activation that returns null is stored', async () => {
		example.items = [];
		const trigger = poller('classic');
		expect(await trigger.activate('init')).toBeNull();
		expect(trigger.storedState).toEqual({ polls: 1 });
	});

	it('classic: a change made before a throw stays in memory', async () => {
		const trigger = poller('classic');
		await trigger.activate();
		example.refusing = [500];
		await expect(trigger.poll()).rejects.toThrow();
		example.items.push({ id: 3 });
		await trigger.poll();
		expect(trigger.storedState.polls).toBe(3);
	});

	it('durable: null is stored at a tick, not at activation; a throw drops the change', async () => {
		example.items = [];
		const trigger = poller('cursors');
		await trigger.activate();
		expect(trigger.storedState).toEqual({});
		await trigger.poll();
		expect(trigger.storedState).toEqual({ polls: 1 });
		example.refusing = [500];
		await expect(trigger.poll()).rejects.toThrow();
		expect(trigger.storedState).toEqual({ polls: 1 });
	});

	it('lets the trigger know how it was activated', async () => {
		const classic = await poller('classic').activate('init');
		expect(classic?.[0].json.activation).toBe('init');
		const durable = await poller('cursors').poll();
		expect(durable?.[0].json.activation).toBe('update');
	});
});
