import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { closeTriggerTeams, everyEvent } from '../triggerTeam.cts';
import { hour, prepareScenario, startScenario, type TriggerScenario } from './scenario.cts';

afterEach(closeTriggerTeams);

/** Fetch Test Event, and a run by hand. */

async function samplesOf({ poller }: TriggerScenario): Promise<SyncItem[]> {
	const { outputs, error } = await poller.fetchTestEvent();
	if (error) throw new Error(error.message);
	return outputs[0].map(({ json }) => json as unknown as SyncItem);
}

test('of what does not apply now are marked, and no live incident has their keys', async () => {
	const s = await startScenario({ events: everyEvent, userJobs: 1 });
	const samples = await samplesOf(s);
	const real = samples.filter(({ is_sample }) => !is_sample);
	expect(real.map(({ event }) => event)).toEqual(['newResult']);
	for (const sample of samples.filter(({ is_sample }) => is_sample)) {
		expect(sample.title).toMatch(/^Sample: /);
		expect(sample.text).toMatch(/^Sample: /);
		expect(sample.incident_key).toMatch(/^asa-sample-[A-Za-z0-9_-]+$/);
		expect(sample.job_name === null || sample.job_name.length > 0).toBe(true);
	}
	expect(new Set(samples.map(({ event }) => event))).toEqual(new Set(everyEvent));
	const [failed] = await s.run('fail').then((items) => items.filter((one) => one.incident_key));
	expect(samples.map(({ incident_key }) => incident_key)).not.toContain(failed.incident_key);
});

test('of what applies now are real, under the key of the incident', async () => {
	const s = await startScenario();
	const [failed] = await s.run('fail');
	const samples = await samplesOf(s);
	const { is_sample, ...real } = samples.find(({ event }) => event === 'syncFailed')!;
	expect(is_sample).toBe(false);
	expect(real).toMatchObject({
		incident_key: failed.incident_key,
		result_id: failed.result_id,
		title: failed.title,
		job_id: s.job.id,
	});
});

test('of New Sync Result are the newest real result', async () => {
	const s = await startScenario({ events: ['newResult'] });
	const samples = await samplesOf(s);
	expect(samples).toMatchObject([
		{ event: 'newResult', is_sample: false, result_id: s.job.results.at(-1)!.id },
	]);
});

test.each([
	['if there is a made-up trigger', 'succeed'],
	['if all triggers are real', 'fail'],
] as const)('show one pair of trigger and closing item %s', async (_, plan) => {
	const s = await startScenario({ events: ['syncFailed', 'syncRecovered'] });
	await s.run(plan);
	const samples = await samplesOf(s);
	const ends = samples.filter(({ incident_action }) => incident_action === 'resolve');
	expect(ends).toHaveLength(1);
	expect(ends[0]).toMatchObject({ event: 'syncRecovered', is_sample: true, closed_by: 'success' });
	const pair = samples.filter(({ incident_key }) => incident_key === ends[0].incident_key);
	expect(pair.map(({ incident_action }) => incident_action)).toEqual(['trigger', 'resolve']);
});

test('show the closing item although Sync Recovered is not chosen, for it comes without', async () => {
	const s = await startScenario();
	expect((await samplesOf(s)).map(({ incident_action }) => incident_action)).toContain('resolve');
});

test('are of the chosen events alone', async () => {
	const s = await startScenario({ events: ['syncOverdue', 'accessAtRisk'] });
	const events = (await samplesOf(s)).map(({ event }) => event);
	expect(events.sort()).toEqual(['accessAtRisk', 'syncOverdue', 'syncRecovered']);
});

test('of what is wrong hold together', async () => {
	const s = await startScenario({ events: everyEvent });
	const samples = new Map((await samplesOf(s)).map((sample) => [sample.event, sample]));
	expect(samples.get('syncFailed')).toMatchObject({
		outcome: 'failed',
		severity: 'error',
		consecutive_failures: 1,
		incident_action: 'trigger',
	});
	expect(samples.get('syncRunningLong')).toMatchObject({ outcome: 'running', finished_at: null });
	expect(samples.get('accessAtRisk')).toMatchObject({ severity: 'critical', cause: 'access' });
	expect(samples.get('syncStillFailing')).toMatchObject({ incident_action: 'update' });
	expect(samples.get('connectionUnreadable')).toMatchObject({
		job_id: null,
		connection_id: s.connection.id,
		cause: 'unreadable',
	});
});

test('have times in the order of real ones', async () => {
	const s = await startScenario({ events: everyEvent });
	const samples = await samplesOf(s);
	for (const event of ['syncFailed', 'accessAtRisk', 'syncStillFailing']) {
		const failed = samples.find((one) => one.event === event)!;
		expect(failed.failing_since).toBe(failed.finished_at);
		expect(failed.last_success_at! < failed.started_at!).toBe(true);
		expect(failed.incident_opened_at! > failed.failing_since!).toBe(true);
		expect(failed.text).toContain('state "error" (rules: "error").');
	}
	const end = samples.find(({ event }) => event === 'syncRecovered')!;
	expect(end.last_success_at).toBe(end.finished_at);
	expect(end.failing_since! < end.incident_opened_at!).toBe(true);
	expect(end.incident_opened_at! < end.started_at!).toBe(true);
	expect(end.text).toContain(`from ${end.failing_since} to ${end.finished_at}.`);
});

test('neither read nor write the state', async () => {
	const s = await startScenario({ events: everyEvent, servers: 3 });
	await s.run('fail');
	const before = JSON.stringify(s.poller.storedState);
	await samplesOf(s);
	expect(JSON.stringify(s.poller.storedState)).toBe(before);
	s.poller.importState({ state: 'damaged' });
	expect((await samplesOf(s)).length).toBeGreaterThan(0);
	expect(s.poller.storedState).toEqual({ state: 'damaged' });
	expect(s.poller.warnings).toEqual([]);
});

test('need no connection', async () => {
	const s = await startScenario({ events: everyEvent });
	s.sandbox.reset({ dataset: 'empty' });
	s.team.credential.data.sessionToken = '';
	const samples = await samplesOf(s);
	expect(samples.every(({ is_sample }) => is_sample)).toBe(true);
	expect(samples.length).toBeGreaterThan(everyEvent.length - 1);
});

test('of a job whose results cannot be read are what can be', async () => {
	const s = await startScenario({ events: ['newResult', 'syncFailed'] });
	s.fail('task_results', 500);
	expect((await samplesOf(s)).length).toBe(3);
});

test.each([
	[403, /Okta rejected the request \(403/],
	[500, /Okta returned a server error \(500/],
])('fail readably if the list of connections answers %d', async (status, message) => {
	const s = await startScenario();
	s.fail('/ad_connections$', status);
	const { error } = await s.poller.fetchTestEvent();
	expect(error?.message).toMatch(message);
	expect(error?.description).not.toBe('');
});

test('fail readably if the credential or a parameter cannot be used', async () => {
	const s = await prepareScenario({ options: { failureThreshold: 'abc' } });
	const wrong = await s.poller.fetchTestEvent();
	expect(wrong.error?.message).toContain("'Failure Threshold' must be");
	s.setParameters({});
	s.team.credential.data.baseUrl = 'nowhere';
	const { error } = await s.poller.fetchTestEvent();
	expect(error?.message).toContain('Base URL');
	expect(error?.description).toBe(`Correct the credential "${s.team.credential.name}"`);
});

test('say what is wrong with a job for hours, with its details', async () => {
	const s = await startScenario();
	s.plan({ outcome: 'fail', times: null });
	s.pass(3 * hour);
	const [failed] = (await samplesOf(s)).filter(({ event }) => event === 'syncFailed');
	expect(failed).toMatchObject({ is_sample: false, consecutive_failures: 3 });
	expect(failed.detailed_summary).toContain('LDAP');
	expect(failed.gateway_name).not.toBeNull();
});
