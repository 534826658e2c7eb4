import { runOutput } from '../../../../../../../nodes/AsaActiveDirectory/resources/syncJob/job/output';
import { serverResult } from '../../../monitor/team.cts';

const hour = 3_600_000;

/** The nearest whole second, in milliseconds since 1970 UTC: the API's times have no fractions. */
const now = Math.floor(Date.now() / 1_000) * 1_000;

describe('a result as an output item', () => {
	it.each([-hour, 9 * hour])(
		"has the times that ASA says, %d ms from now by n8n's clock",
		(fromNow) => {
			const result = serverResult('one', now + fromNow);
			const output = runOutput('serverSyncJob', { connection: 'c1', job: 'j1' }, result);
			expect(Date.parse(String(output.started_at))).toBe(now + fromNow);
			expect(output.duration_seconds).toBe(60);
		},
	);
});
