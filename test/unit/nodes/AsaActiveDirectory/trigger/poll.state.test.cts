import type { IDataObject } from 'n8n-workflow';
import type { Snapshot } from '../../../../../nodes/AsaActiveDirectory/monitor/snapshot/types';
import {
	readState,
	writeState,
} from '../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { defaultEvents } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { poll } from '../../../../../nodes/AsaActiveDirectory/trigger/poll';
import { Scenario } from '../monitor/scenario.cts';
import { unavailable } from '../monitor/team.cts';
import { at, iso } from '../monitor/times.cts';
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

	test.each(['first', 'second'])(
		'of two polls at the same time, the one that ends last does not undo what the %s stored',
		async (firstToEnd) => {
			// This process remembers what earlier tests have polled: other times, another state.
			const hour = firstToEnd === 'first' ? '07' : '08';
			const s = new Scenario({ events: [...defaultEvents] });
			const data: IDataObject = {};
			await pollAt(s, data, `${hour}:00`, durableMs);
			// What both polls see must be stored.
			s.connection.job('New');
			const polls = [`${hour}:01`, `${hour}:02`].map((time) => {
				// n8n gives each poll the state that was stored when it began.
				const own = structuredClone(data);
				let finish: () => void = () => undefined;
				const finished = new Promise<void>((done) => (finish = done));
				const result = poll(
					pollContext(() => ({}), own, durableMs),
					async (_, state) => {
						await finished;
						return s.read(state, at(time));
					},
				);
				return { finish, result };
			});
			if (firstToEnd === 'second') polls.reverse();
			polls[0].finish();
			expect(await polls[0].result).toEqual([[]]);
			polls[1].finish();
			expect(await polls[1].result).toBeNull();
			expect((await pollAt(s, data, `${hour}:03`, durableMs)).items).toEqual([[]]);
		},
	);

	test('it does not if another process has stored a newer state meanwhile', async () => {
		const { s, data } = await afterIdlePoll();
		const newer = { ...readState(data.state)!, atMs: at('06:30') };
		data.state = writeState(newer) as IDataObject;
		const { beganWith } = await pollAt(s, data, '06:31', durableMs);
		expect(beganWith).toBe(iso('06:30'));
	});
});
