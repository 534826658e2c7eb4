import fc from '../../../../helpers/seededFastCheck.cts';
import { check } from '../../../../../nodes/AsaActiveDirectory/monitor/index';
import { itemOf } from '../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import {
	readState,
	writeState,
} from '../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import { Scenario } from './scenario.cts';
import { allEvents } from './settings.cts';
import { unavailable } from './team.cts';
import { at } from './times.cts';

describe('a damaged state', () => {
	/** A state with one of everything. */
	function fullState(): Record<string, unknown> {
		const s = new Scenario({ events: allEvents });
		const other = s.connect('Other');
		other.job('Users', 'userSyncJob').run('closed 06:00');
		for (let hours = 0; hours < 12; hours++) s.job.run(`error ${hours}:00`);
		s.poll('11:10', 'test done 11:05');
		other.fail(unavailable);
		s.poll('11:15', 'off');
		s.poll('11:30');
		return JSON.parse(s.stored ?? '') as Record<string, unknown>;
	}

	/** Every path in a JSON value. */
	function pathsOf(value: unknown, path: string[] = []): string[][] {
		if (typeof value !== 'object' || value === null) return [path];
		const below = Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]));
		return [path, ...below];
	}

	function withValue(root: unknown, path: string[], value: unknown): unknown {
		const [key, ...rest] = path;
		if (key === undefined) return value;
		if (Array.isArray(root)) {
			return root.map((one, index) => (String(index) === key ? withValue(one, rest, value) : one));
		}
		const record = root as Record<string, unknown>;
		return { ...record, [key]: withValue(record[key], rest, value) };
	}

	test('at any key never throws, and is either read or known to be damaged', () => {
		const full = fullState();
		const paths = pathsOf(full);
		const s = new Scenario({ events: allEvents });
		s.job.run('done 06:00');
		fc.assert(
			fc.property(
				fc.constantFrom(...paths),
				fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, -1, 1e300, NaN, '', 'r', {}, [])),
				(path, value) => {
					const state = readState(withValue(full, path, value));
					const snapshot = s.read(state, at('d2 06:00'));
					const result = check(state, snapshot, s.settings);
					JSON.stringify(result.events.map(itemOf));
					expect(readState(JSON.parse(JSON.stringify(writeState(result.state))))).toBeDefined();
				},
			),
			{ numRuns: 600 },
		);
	});

	test('any JSON at all never throws', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (stored) => {
				expect(readState(stored)).toMatchObject({ wasDamaged: true });
			}),
		);
	});
});
