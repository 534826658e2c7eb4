import fc from '../../../../../helpers/seededFastCheck.cts';
import type { Values } from '../../../../../../nodes/AsaActiveDirectory/asa/model/model';
import {
	jobModel,
	withChanges,
	type SyncJob,
} from '../../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { planUpdateRequests } from '../../../../../../nodes/AsaActiveDirectory/resources/syncJob/job/applyChanges';
import type {
	KindOfJob,
	UpdateRequest,
} from '../../../../../../nodes/AsaActiveDirectory/resources/syncJob/kinds/kind';
import { serverSyncJobs } from '../../../../../../nodes/AsaActiveDirectory/resources/syncJob/kinds/server';
import { userSyncJobs } from '../../../../../../nodes/AsaActiveDirectory/resources/syncJob/kinds/user';
import { serverBody, userBody } from '../../asa/model/jobBodies.cts';

/** What requests do to a job, by the contract: a schedule request switches a server sync job on. */
function carryOut(
	kind: KindOfJob,
	before: Values,
	after: Values,
	requests: UpdateRequest[],
): Values {
	return requests.reduce<Values>((job, request) => {
		if (request === 'update') return after;
		if (request === 'state') return { ...job, is_active: after.is_active };
		const { frequency, start_hour_utc } = after;
		const isActive = job.is_active === true || kind.scheduleActivates;
		return withChanges(kind.kind, job, { frequency, start_hour_utc, is_active: isActive });
	}, before);
}

const kinds = [
	['server', serverSyncJobs, serverBody],
	['user', userSyncJobs, userBody],
] as const;

describe.each(kinds)('the lightest requests for a %s sync job', (_, kind, bodies) => {
	const anyBody: fc.Arbitrary<Values> = bodies;
	const differences = (before: Values, after: Values) =>
		jobModel(kind.kind).differences(before, after);
	const plan = (before: Values, after: Values) =>
		planUpdateRequests(kind, before as SyncJob, differences(before, after));

	/** A job, and the same with another schedule, state or anything. */
	const anyChange = fc
		.tuple(anyBody, anyBody, fc.boolean(), fc.boolean(), fc.boolean())
		.map(([before, other, retime, switchOver, rename]) => {
			const changes: Values = {};
			if (retime) {
				changes.frequency = other.frequency ?? null;
				changes.start_hour_utc = other.start_hour_utc ?? null;
			}
			if (switchOver) changes.is_active = other.is_active;
			if (rename) changes.name = other.name;
			return [before, withChanges(kind.kind, before, changes)] as const;
		});

	it('do what is wanted', () => {
		fc.assert(
			fc.property(anyChange, ([before, after]) => {
				const done = carryOut(kind, before, after, plan(before, after));
				expect(differences(done, after)).toEqual([]);
			}),
		);
	});

	it('are none if nothing differs', () => {
		fc.assert(
			fc.property(anyBody, (body) => {
				expect(plan(body, { ...body, run_test: true })).toEqual([]);
			}),
		);
	});

	it('replace the job only if they must', () => {
		fc.assert(
			fc.property(anyChange, ([before, after]) => {
				const differing = differences(before, after);
				const isLight = differing.every((name) =>
					['frequency', 'start_hour_utc', 'is_active'].includes(name),
				);
				const isInactiveServer = kind.kind === 'serverSyncJob' && !before.is_active;
				const must = differing.length > 0 && (!isLight || isInactiveServer);
				expect(plan(before, after).includes('update')).toBe(must);
			}),
		);
	});
});
