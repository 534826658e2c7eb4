import { withDetails } from '../../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { serverResult } from '../../monitor/team.cts';

const said = { summary: 'Failed', detailed_summary: 'No route' };
const result = serverResult('one', 0, { status: said });

describe('a result with its details', () => {
	it('has their summaries', () => {
		const status = { summary: 'Gateway offline', detailed_summary: { unreachable: 3 } };
		expect(withDetails(result, { status, isWhole: false })).toEqual({ ...result, status });
	});

	it.each([null, '', {}, []])('keeps its own summaries if theirs are %j', (blank) => {
		const status = { summary: blank, detailed_summary: blank };
		expect(withDetails(result, { status, isWhole: true })).toEqual(result);
	});

	it('stays as it is without details', () => {
		expect(withDetails(result, undefined)).toBe(result);
	});
});
