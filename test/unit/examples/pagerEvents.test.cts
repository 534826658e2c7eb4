import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items';
import { fieldsFor, passes, sampleItems } from './evaluate.cts';

const FILE = 'page-the-on-call.json';

const sample = sampleItems().find(({ event }) => event === 'syncFailed')!;

function itemOf(changes: Partial<SyncItem>): SyncItem {
	return { ...sample, is_sample: false, incident_key: 'asa-key', ...changes };
}

const keysOf = (changes: Partial<SyncItem>) =>
	fieldsFor(FILE, 'Write the Event', [itemOf(changes)]).dedup_keys;

it('an incident has one page, and another beside it for each raised severity', () => {
	expect(keysOf({ incident_action: 'trigger' })).toEqual(['asa-key']);
	const update = { incident_action: 'update', severity_raised: true } as const;
	expect(keysOf({ ...update, severity: 'error' })).toEqual(['asa-key-error']);
	expect(keysOf({ ...update, severity: 'critical' })).toEqual(['asa-key-critical']);
});

it('a resolve closes every page that its incident may have', () => {
	const resolve = { incident_action: 'resolve', severity: 'info', closed_by: 'success' } as const;
	expect(keysOf(resolve)).toEqual(['asa-key', 'asa-key-error', 'asa-key-critical']);
});

it.each([
	['a trigger', { incident_action: 'trigger' }, true],
	['a resolve', { incident_action: 'resolve', severity: 'info' }, true],
	['a worse update', { incident_action: 'update', severity_raised: true }, true],
	['an update that is not worse', { incident_action: 'update' }, false],
	['a reminder', { event: 'syncStillFailing', incident_action: 'update' }, false],
	['a trigger that is resolved already', { already_resolved: true }, false],
	['the resolve of it', { incident_action: 'resolve', already_resolved: true }, false],
	['an item without an incident', { incident_key: null, incident_action: null }, false],
] as const)('%s pages: %j %s', (_, changes, isSent) => {
	const item = itemOf(changes as Partial<SyncItem>);
	expect(passes(FILE, 'Skip What Pages Nobody', item)).toBe(isSent);
});

it.each(['warning', 'error', 'critical'] as const)(
	'severity %s is that of the page',
	(severity) => {
		const event = fieldsFor(FILE, 'Write the Event', [itemOf({ severity })]);
		expect(event['payload.severity']).toBe(severity);
	},
);

it('names the team if there is no connection, and says that a sample is one', () => {
	const item = { connection_name: null, domain: null, job_name: null, team: 'example' };
	expect(fieldsFor(FILE, 'Write the Event', [itemOf(item)])).toMatchObject({
		'payload.source': 'example',
		'payload.group': 'example',
		'payload.component': '',
	});
	expect(fieldsFor(FILE, 'Write the Event', [sample])).toMatchObject({
		'payload.summary': expect.stringMatching(/^Sample: /),
		'payload.custom_details.is_sample': true,
	});
});
