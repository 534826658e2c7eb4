import '../../engine/harness/outsideJest.cts';
import '../../engine/harness/environment.cts';
import { startSandboxThread } from './team/sandboxThread.cts';
import { installN8nClock } from './n8nClock.cts';
import { TriggerUnderTest } from './trigger.cts';
import { Truth } from './team/truth.cts';
import { viewOf, noObstacles } from './team/view.cts';
import { Oracle } from './oracle/oracle.cts';
import { parametersOf, usualSettings } from './oracle/settings.cts';
import { createRandom } from '../../../sandbox/random.cts';
async function main() {
	const startTime = '2026-01-05T00:00:00Z';
	const polls = Number(process.argv[2] ?? 100);
	const sandbox = await startSandboxThread({ dataset: { connections: 40, serverJobsPerConnection: 1, userJobsPerConnection: 9, frequencies: { 1: 20, 6: 100, 12: 120, 24: 160 }, historyDays: 2, nameLength: 10 }, startTime, seed: 1, switches: { failProbability: 0.1, keepRequests: 0, rateLimitPerHour: 1e6, drawRuns: 'job', tokenLifetimeSeconds: 86400*100 } });
	const clock = installN8nClock(10);
	let now = Date.parse(startTime);
	clock.set(now);
	const trigger = new TriggerUnderTest(sandbox, parametersOf(usualSettings), 'classic');
	const truth = new Truth();
	const oracle = new Oracle();
	const random = createRandom(5);
	let seen = -1;
	let shown = 0;
	let results = 0, alerts = 0, oracleMs = 0, pollMs = 0;
	const points: Record<string, number> = {};
	for (let i = 0; i <= polls; i++) {
		if (i > 0) now += 3600_000 + random.integer(-300, 300) * 1000;
		const history = await (async () => { await sandbox.control('advanceTo', new Date(now).toISOString()); return sandbox.control('getHistory', seen); })();
		seen = history.at(-1)?.index ?? seen;
		truth.apply(history);
		clock.set(now);
		const t0 = performance.now();
		const r = i === 0 ? await trigger.activate('activate') : await trigger.poll();
		pollMs += performance.now() - t0;
		if (r.threw || r.errors.length || r.warnings.length) console.log(r.threw, r.errors, r.warnings);
		const t1 = performance.now();
		const view = { now, n8nNow: now, connections: viewOf(truth, now, { zeroValues: false, resultsAppear: 'atStart', keepResults: 10, omitsHourZero: false }, noObstacles()) };
		const verdict = oracle.judge(view, usualSettings, r.items ?? []);
		oracleMs += performance.now() - t1;
		results += verdict.results; alerts += verdict.alerts;
		for (const p of verdict.points) points[p] = (points[p] ?? 0) + 1;
		for (const f of verdict.findings) if (shown++ < 15) console.log(i, new Date(f.at).toISOString(), f.type, f.placeText, f.text);
	}
	console.log({ results, alerts, shown, points, oracleMs: oracleMs / polls, pollMs: pollMs / polls, ended: truth.runsEnded });
	await sandbox.close();
}
main().then(() => process.exit(0), (e) => { console.error(e); process.exit(1); });
