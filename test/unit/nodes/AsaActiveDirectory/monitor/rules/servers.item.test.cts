import { Scenario } from '../scenario.cts';
import type { WorldConnection } from '../team.cts';
import { iso } from '../times.cts';
import { serversOf, begun, setAtRisk } from '../serverScenarios.cts';

describe('the item', () => {
	test('counts the servers, names the first ten and says when the first loses access', () => {
		const s = begun({}, 12);
		s.servers = serversOf('web', ...[72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 0]);
		const [item] = s.items('d10 01:00');
		expect(item).toMatchObject({
			event: 'serversAtRisk',
			severity: 'critical',
			cause: 'servers',
			causes: ['servers'],
			incident_action: 'trigger',
			incident_opened_at: iso('d10 01:00'),
			team: 'acme',
			job_name: null,
			connection_name: null,
			project_name: 'web',
			server_count: 12,
			servers_at_risk: 11,
			servers: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((number) => `web-${number}`),
			access_ends_at: iso('d10 14:00'),
			title: '11 of 12 AD servers of project "web" are about to lose access',
		});
		expect(item.text).toContain('web-3, web-2 and 1 more.');
		expect(item.text).toContain(`access to the first probably ends ${iso('d10 14:00')}.`);
	});

	const textOf = (change: (s: Scenario, connection: WorldConnection) => void) => {
		const s = begun();
		change(s, s.connection);
		setAtRisk(s, 4);
		return s.items('d10 01:00')[0].text;
	};

	test('says that the jobs of the project succeed', () => {
		expect(textOf(() => undefined)).toContain(
			'The server sync jobs of this project succeed ("Sync" of "Corp"), but do not find these servers: check the base DN and filter of their rules.',
		);
	});

	test('says so too while such a job is running', () => {
		const text = textOf((s) => {
			s.job.run('running d10 00:59');
		});
		expect(text).toContain('The server sync jobs of this project succeed ("Sync" of "Corp")');
	});

	test.each(['error', 'odd'])(
		'names the jobs that do not succeed: the last run is "%s"',
		(state) => {
			const text = textOf((_, connection) => {
				connection.job('Other').run(`${state} d10 00:40`).projectNames = ['web', 'db'];
			});
			expect(text).toContain('Server sync jobs of this project do not succeed: "Other" of "Corp".');
		},
	);

	test('says that no job has a rule for the project; one that is off does not count', () => {
		const text = textOf((s) => {
			s.job.isActive = false;
		});
		expect(text).toContain('No active server sync job has a rule for this project.');
	});
});
