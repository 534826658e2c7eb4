import { exampleOf, nodeOf } from '../../helpers/examples/example.cts';
import { parametersFor, runCode } from './evaluate.cts';

const exampleFile = 'status-page.json';
const minuteMs = 60_000;

function statusOf(changes: object = {}): object {
	return {
		...{ needs_attention: false, causes: [], outcome: 'success', is_active: true },
		...{ connection_id: 'c1', connection_name: 'Corp', gateway_id: 'g1', read_error: null },
		...{ job_kind: 'serverSyncJob', job_name: 'Servers', summary: null, recent_runs: [] },
		...{ last_success_at: null, next_due_at: null, access_ends_at: null, ...changes },
	};
}

function pageOf(statuses: object[], gateways: object[] = [{ id: 'g1', name: 'frankfurt' }]) {
	const nodes = { 'Get Sync Status': statuses };
	return String(runCode(exampleFile, 'Build the Page', gateways, { nodes })[0]!.html);
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * minuteMs).toISOString();

it.each([
	[{ causes: ['access', 'failed'], needs_attention: true }, 'bad', 'Access at risk, Failing'],
	[{ outcome: 'failed', needs_attention: true }, 'bad', 'Failing'],
	[{ read_error: 'x', needs_attention: true, outcome: null }, 'bad', 'Unreadable'],
	[{ outcome: 'never_run' }, 'busy', 'Never run'],
	[{ outcome: 'running' }, 'busy', 'Running'],
	[{ is_active: false }, 'off', 'Inactive'],
	[{}, 'good', 'OK'],
])('%j is %s: %s', (changes, name, text) => {
	expect(pageOf([statusOf(changes)])).toContain(`<span class="pill ${name}">${text}</span>`);
});

it('escapes everything that comes from ASA', () => {
	const evil = `<i onclick="x">'&`;
	const safe = '&#60;i onclick=&#34;x&#34;&#62;&#39;&#38;';
	const runs = { recent_runs: [{ outcome: evil, started_at: evil, duration_seconds: 1 }] };
	const page = pageOf(
		[
			statusOf({ job_name: evil, connection_name: evil, summary: evil, ...runs }),
			statusOf({ needs_attention: true, summary: evil, last_success_at: evil, ...runs }),
			statusOf({ needs_attention: true, read_error: evil, job_kind: evil, outcome: evil }),
		],
		[{ id: 'g1', name: evil }],
	);
	expect(page).not.toContain('<i onclick');
	expect(page.split(safe).length).toBeGreaterThan(10);
});

it('has no scripts and nothing from outside', () => {
	expect(pageOf([statusOf()])).not.toMatch(/<script|https?:|src=|<link|@import|url\(/i);
});

it('says the time left, and when it is over', () => {
	expect(pageOf([statusOf({ access_ends_at: inMinutes(25 * 60 + 1) })])).toContain('>1 d 1 h<');
	expect(pageOf([statusOf({ access_ends_at: inMinutes(61) })])).toContain('>1 h 1 min<');
	expect(pageOf([statusOf({ access_ends_at: inMinutes(-1) })])).toContain('><b>over</b><');
});

it('shows the last ten runs of a job that needs attention, oldest first', () => {
	const runs = Array.from({ length: 12 }, (_, index) => ({
		outcome: index < 2 ? 'failed' : 'success',
		started_at: `2030-01-${12 - index}T00:00:00Z`,
	}));
	const bars = (changes: object) =>
		[...pageOf([statusOf({ recent_runs: runs, ...changes })]).matchAll(/<i class="(\w+)"/g)].map(
			([, outcome]) => outcome,
		);
	expect(bars({})).toEqual([]);
	expect(bars({ needs_attention: true })).toEqual([
		...Array(8).fill('success'),
		'failed',
		'failed',
	]);
});

it('counts, and names the gateway by its id if its name is not known', () => {
	const page = pageOf([statusOf({ needs_attention: true }), statusOf()], [{}]);
	expect(page).toContain('<h1>1 of 2 sync jobs need attention</h1>');
	expect(page).toContain('<td data-label="Gateway">g1</td>');
	expect(pageOf([statusOf()])).toContain('<h1>All 1 sync jobs are OK</h1>');
	expect(pageOf([{}])).toContain('<h1>No sync jobs found</h1>');
});

describe('what is sent', () => {
	const sent = (row: object) => {
		const { responseBody, options } = parametersFor(exampleFile, 'Send the Page', [row]);
		return { body: String(responseBody), ...(options as { responseCode: number }) };
	};

	it('is the page as it was built, with a warning once it is old', () => {
		const html = pageOf([statusOf()]);
		expect(sent({ html, built_at: inMinutes(-20) })).toMatchObject({
			body: html,
			responseCode: 200,
		});
		const { body } = sent({ html, built_at: inMinutes(-90) });
		expect(body).toContain('This page is outdated: it was built 1 hour ago');
	});

	it('says so if there is none yet', () => {
		expect(sent({})).toMatchObject({
			body: expect.stringContaining('not been built yet'),
			responseCode: 503,
		});
	});
});

it('reads no more than 19 lists of results, beside one of gateways', () => {
	const example = exampleOf(exampleFile);
	expect(nodeOf(example, 'Get Sync Status').parameters.options).toEqual({ jobsWithRecentRuns: 19 });
	expect(nodeOf(example, 'Get Gateways')).toMatchObject({ executeOnce: true });
});
