import type { IDataObject } from 'n8n-workflow';
import type { Snapshot } from '../../../../../nodes/AsaActiveDirectory/monitor/snapshot/types';
import {
	readState,
	writeState,
} from '../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { poll } from '../../../../../nodes/AsaActiveDirectory/trigger/poll';
import { at, iso, Scenario, unavailable } from '../monitor/scenario.cts';
import { pollContext } from './pollContext.cts';

/** What the durable scheduler allows for a poll. */
const durableMs = 36_000;

/** Polls a simulated team at a time; returns what the poll returned, and the time of the state that it began with. */
async function pollAt(s: Scenario, data: IDataObject, time: string, budgetMs?: number) {
	let beganWith: string | undefined;
	const context = pollContext(() => ({}), data, budgetMs);
	const items = await poll(context, async (_, state): Promise<Snapshot> => {
		beganWith = state && iso(state.atMs);
		return s.read(state, at(time));
	});
	return { items, beganWith };
}

describe('the classic way to poll', () => {
	test.each<[string, null | [][], (s: Scenario) => void]>([
		['all can be read', null, () => undefined],
		['a connection cannot be read', [[]], (s) => s.connection.fail(unavailable)],
		['the team cannot be read', [[]], (s) => (s.teamError = unavailable)],
	])('a first poll at which %s returns %j', async (_, expected, change) => {
		const s = new Scenario();
		change(s);
		expect((await pollAt(s, {}, '06:00')).items).toEqual(expected);
	});
});

describe('the durable scheduler, which keeps no state of a poll without items', () => {
	/** Polls twice. Of the second poll, which has no items, n8n keeps nothing. */
	async function afterIdlePoll() {
		const s = new Scenario();
		const data: IDataObject = {};
		expect((await pollAt(s, data, '06:00', durableMs)).items).toEqual([[]]);
		const { state } = data;
		expect((await pollAt(s, data, '06:01', durableMs)).items).toBeNull();
		data.state = state;
		return { s, data };
	}

	test('the next poll goes on from the idle one nevertheless', async () => {
		const { s, data } = await afterIdlePoll();
		const { beganWith } = await pollAt(s, data, '06:02', durableMs);
		expect(beganWith).toBe(iso('06:01'));
	});

	test('it does not if another process has stored a newer state meanwhile', async () => {
		const { s, data } = await afterIdlePoll();
		const newer = { ...readState(data.state)!, atMs: at('06:30') };
		data.state = writeState(newer) as IDataObject;
		const { beganWith } = await pollAt(s, data, '06:31', durableMs);
		expect(beganWith).toBe(iso('06:30'));
	});
});
