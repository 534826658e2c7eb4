import { itemOf } from '../../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import { sampleEvents } from '../../../../../../nodes/AsaActiveDirectory/monitor/output/samples';
import { Scenario } from '../scenario.cts';
import { allEvents } from '../settings.cts';
import { at } from '../times.cts';
import { fields } from '../../../../../helpers/itemFields.cts';

describe('samples', () => {
	const samplesAt = (s: Scenario, time: string) =>
		sampleEvents(
			s.readStatus(at(time), () => []),
			s.settings,
		).map(itemOf);

	test('are real if a real event applies', () => {
		const s = new Scenario({ events: ['newResult', 'syncFailed'] });
		s.job.run('done 05:00').run('error 06:00');
		const live = new Scenario({ events: ['syncFailed'] });
		live.job.run('done 05:00').run('error 06:00');
		const [{ incident_key }] = live.items('06:10');
		const samples = samplesAt(live, '06:10');
		expect(samples[0]).toMatchObject({ event: 'syncFailed', is_sample: false, result_id: 'r0600' });
		expect(samplesAt(s, '06:10')[0]).toMatchObject({ event: 'newResult', is_sample: false });
		expect(incident_key).toMatch(/^asa-server-/);
	});

	test('are marked otherwise, with keys of their own and one that resolves', () => {
		const s = new Scenario({ events: allEvents });
		s.job.run('done 06:00');
		const samples = samplesAt(s, '06:10');
		expect(samples.map(({ event }) => event)).toEqual([
			'newResult',
			'syncFailed',
			'syncOverdue',
			'syncRunningLong',
			'syncStopped',
			'connectionUnreadable',
			'accessAtRisk',
			'syncStillFailing',
			'syncRecovered',
		]);
		const made = samples.filter(({ is_sample }) => is_sample);
		expect(made).toHaveLength(8);
		for (const item of made) {
			expect(Object.keys(item)).toEqual(fields);
			expect(item.title).toMatch(/^Sample: /);
			expect(item.text).toMatch(/^Sample: /);
			expect(item.incident_key).toMatch(/^asa-sample-/);
		}
		const failed = samples.find(({ event }) => event === 'syncFailed');
		const closing = samples[samples.length - 1];
		expect(closing).toMatchObject({
			incident_action: 'resolve',
			incident_key: failed?.incident_key,
			closed_by: 'success',
			severity: 'info',
		});
	});

	test('of a real trigger come with a made-up pair', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		s.job.run('error 06:00');
		expect(
			samplesAt(s, '06:10').map(({ is_sample, incident_action }) => [is_sample, incident_action]),
		).toEqual([
			[false, 'trigger'],
			[true, 'trigger'],
			[true, 'resolve'],
		]);
	});

	test('need no job', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		s.connections = [];
		expect(samplesAt(s, '06:10')).toMatchObject([
			{ job_name: 'Example job', is_sample: true },
			{ event: 'syncRecovered', is_sample: true },
		]);
	});

	test('of results alone close nothing', () => {
		const s = new Scenario({ events: ['newResult'] });
		s.job.run('error 06:00');
		expect(samplesAt(s, '06:10')).toMatchObject([
			{ event: 'newResult', is_sample: false, severity: 'error' },
		]);
	});
});
