import { runScenario } from './runScenario.cts';
import type { Scenario } from './scenarios/scenario.cts';
import type { ExamplesEnvironment } from './examplesEnvironment.cts';

const { signal } = new AbortController();

function fixture(deactivate: (id: string) => Promise<void>) {
	const published = new Set<string>();
	const faults: object[] = [];
	const testBed = {
		api: {
			activate: async (id: string) => published.add(id),
			deactivate: async (id: string) => {
				await deactivate(id);
				published.delete(id);
			},
		},
		sandbox: {
			setFaults: async (wanted: object[]) => faults.splice(0, faults.length, ...wanted),
		},
	};
	const environment = { testBed } as unknown as ExamplesEnvironment;
	return { environment, published, faults };
}

function scenarioThat(end: () => void): Scenario {
	return {
		name: 'one',
		workflows: async () => [{ id: 'first' }, { id: 'second' }] as never,
		async run({ testBed: { api, sandbox } }) {
			await api.activate('first');
			await sandbox.setFaults([{ effect: { type: 'status', status: 401 } }]);
			end();
		},
	};
}

function fail(): never {
	throw new Error('not as expected');
}

test('a scenario that fails leaves no workflow published and no fault', async () => {
	const { environment, published, faults } = fixture(async () => undefined);
	const ran = runScenario(scenarioThat(fail), environment, signal);
	await expect(ran).rejects.toThrow(/^not as expected$/);
	expect([[...published], faults]).toEqual([[], []]);
});

test('a scenario that passes has cleared up itself', async () => {
	const deactivate = jest.fn(async () => undefined);
	const { environment } = fixture(deactivate);
	await runScenario(
		scenarioThat(() => undefined),
		environment,
		signal,
	);
	expect(deactivate).not.toHaveBeenCalled();
});

test('if clearing up fails too, both reasons are named', async () => {
	const { environment } = fixture(async () => {
		throw new Error('n8n has stopped');
	});
	const ran = runScenario(scenarioThat(fail), environment, signal);
	await expect(ran).rejects.toThrow('not as expected; and then: n8n has stopped');
});
