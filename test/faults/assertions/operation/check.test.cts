import { checkOperation } from './check.cts';
import type { OperationEvidence } from '../../runs/operationRun.cts';
import { created, event, failed, lost, emptyTeam, request, team } from '../sampleEvidence.cts';

describe('a run of an operation', () => {
	const check = (changes: Partial<OperationEvidence>) =>
		checkOperation(created(changes), created());

	it('that did what it should is right', () => {
		expect(check({})).toEqual({ wrongAnswers: [], lostOrDoubledWrites: [] });
	});

	it.each([
		['another name', { outcomes: [{ done: [{ id: 'c1', name: 'Old' }] }] }],
		['an object that is not there', { outcomes: [{ done: [{ id: 'c2', name: 'New' }] }] }],
		['fewer items than there are', { outcomes: [{ done: [] }] }],
		['a fault of its own', { outcomes: failed('Cannot read properties of null') }],
	])('is wrong if it answers %s', (_, changes) => {
		expect(check(changes).wrongAnswers).toHaveLength(1);
	});

	it.each([
		[
			'was done twice',
			{ events: [event('connection_created'), event('connection_created')] },
			'done twice',
		],
		[
			'is reported as done, and was not',
			{ events: [], states: [emptyTeam, team('New')] },
			"reported as done, but it isn't",
		],
		[
			'is reported as done, and was not, while another client changed another object',
			{
				events: [],
				concurrentEvents: [{ ...event('job_deleted'), jobId: 'j1', jobName: 'Servers' }],
			},
			"reported as done, but it isn't",
		],
		['is reported as failed, and was done', { outcomes: failed('500') }, 'reported as failed'],
		[
			'had no response, which was not reported',
			{ outcomes: failed('It failed'), events: [], states: [emptyTeam, emptyTeam], sent: [lost] },
			'its response was lost',
		],
		[
			'was sent again after its answer was lost',
			{ sent: [{ ...lost, isComplete: true }, request()] },
			'sent blindly again',
		],
	])('is wrong if a write %s', (_, changes, expected) => {
		const { lostOrDoubledWrites } = check(changes);
		expect(lostOrDoubledWrites).toHaveLength(1);
		expect(lostOrDoubledWrites[0]).toContain(expected);
	});

	it.each([
		[
			'it says that a write may have been carried out',
			{ outcomes: failed('It may have been carried out'), sent: [lost] },
		],
		['a write is sent again after 429', { sent: [request({ status: 429 }), request()] }],
		['a write is sent again with a new token', { sent: [request({ status: 401 }), request()] }],
		[
			'another client deleted what was created',
			{ events: [], concurrentEvents: [event('connection_deleted')] },
		],
		[
			'it fails before anything was sent',
			{ outcomes: failed('Name is empty'), events: [], sent: [] },
		],
	])('is right if %s', (_, changes) => {
		expect(check(changes)).toEqual({ wrongAnswers: [], lostOrDoubledWrites: [] });
	});

	it('is wrong if it reports as deleted what is there', () => {
		const deleted = created({
			operation: 'delete',
			outcomes: [{ done: [{ deleted: true }] }],
			events: [event('connection_deleted')],
			states: [team('New'), emptyTeam],
		});
		expect(checkOperation(deleted, deleted).lostOrDoubledWrites).toEqual([]);
		const kept = { ...deleted, events: [], states: [team('New'), team('New')] };
		expect(checkOperation(kept, deleted).lostOrDoubledWrites).toHaveLength(2);
	});
});
