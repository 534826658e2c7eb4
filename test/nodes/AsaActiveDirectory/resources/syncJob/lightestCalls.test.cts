import fc from 'fast-check';
import { differingFields, type JobBody } from '../../../../../nodes/AsaActiveDirectory/api/jobBody';
import {
	serverSyncJobKind,
	userSyncJobKind,
} from '../../../../../nodes/AsaActiveDirectory/api/jobKinds';
import {
	lightestCalls,
	type Call,
} from '../../../../../nodes/AsaActiveDirectory/resources/syncJob/lightestCalls';
import { serverBody, userBody } from '../../api/jobBodies.cts';

/** What the calls do to a job, by the contract: endpoint 12 switches a server sync job on. */
function carryOut(before: JobBody, calls: Call[]): JobBody {
	return calls.reduce<JobBody>((job, { endpoint, body }) => {
		switch (endpoint) {
			case 'updateServerSyncJob':
			case 'updateUserSyncJob':
				return body as JobBody;
			case 'setServerSyncJobSchedule':
				return { ...withoutHour(job), ...body, is_active: true };
			case 'deactivateServerSyncJob':
				return { ...job, is_active: false };
			case 'setUserSyncJobSchedule':
				return { ...withoutHour(job), ...body };
			case 'setUserSyncJobState':
				return { ...job, ...body };
			default:
				throw new Error(`${endpoint} changes no job`);
		}
	}, before);
}

function withoutHour(job: JobBody): JobBody {
	const rest = { ...job };
	delete rest.start_hour_utc;
	return rest;
}

const kinds = [
	['server', serverSyncJobKind, serverBody],
	['user', userSyncJobKind, userBody],
] as const;

describe.each(kinds)('the lightest calls for a %s sync job', (_, kind, bodies) => {
	const anyBody = bodies as fc.Arbitrary<JobBody>;

	/** A job, and the same with another schedule, state or anything. */
	const anyChange = fc
		.tuple(anyBody, anyBody, fc.boolean(), fc.boolean(), fc.boolean())
		.map(([before, other, retime, switchOver, rename]) => {
			const { frequency, start_hour_utc } = other;
			const after = retime ? { ...withoutHour(before), frequency } : { ...before };
			if (retime && start_hour_utc !== undefined) after.start_hour_utc = start_hour_utc;
			if (after.frequency === undefined) delete after.frequency;
			if (switchOver) after.is_active = other.is_active;
			if (rename) after.name = other.name;
			return [before, after as JobBody] as const;
		});

	it('do what is wanted', () => {
		fc.assert(
			fc.property(anyChange, ([before, after]) => {
				const calls = lightestCalls(kind, before, after);
				expect(differingFields(carryOut(before, calls), after)).toEqual([]);
			}),
		);
	});

	it('are none where nothing differs', () => {
		fc.assert(
			fc.property(anyBody, (body) => {
				expect(lightestCalls(kind, body, { ...body, run_test: true })).toEqual([]);
			}),
		);
	});

	it('replace the job only where they must', () => {
		fc.assert(
			fc.property(anyChange, ([before, after]) => {
				const differing = differingFields(before, after);
				const replaces = lightestCalls(kind, before, after).some((call) => call.replaces);
				const isRhythm = differing.every((name) =>
					['frequency', 'start_hour_utc', 'is_active'].includes(name),
				);
				const isInactiveServer = kind.name === 'serverSyncJob' && !before.is_active;
				const must = differing.length > 0 && (!isRhythm || isInactiveServer);
				expect(replaces).toBe(must);
			}),
		);
	});
});
