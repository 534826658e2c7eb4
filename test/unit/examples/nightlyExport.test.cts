import { fieldsFor } from './evaluate.cts';

const rule = (project_id: string, project_name: string) => ({ project_id, project_name });

it('puts together what belongs together, without results and times that change', () => {
	const outputs = {
		'Get Connection': [{ id: 'c1', name: 'Corp' }],
		'Get Server Sync Jobs': [
			{
				...{ id: 's1', connection_id: 'c1', recent_task_result: {} },
				rule_assignments: [rule('p2', 'web'), rule('p1', 'db')],
			},
			{ id: 's2', connection_id: 'c2', rule_assignments: [rule('p2', 'web')] },
		],
		'Get User Sync Jobs': [{}],
		'Get Gateways': [{ id: 'g1', name: 'frankfurt' }],
		'Get AD Servers': [
			{ id: 'h1', hostname: 'host', last_seen: 'x', unseen_hours: 1, access_ends_at: 'y' },
		],
	};
	expect(fieldsFor('nightly-export.json', 'Put Together', [{}], outputs)).toEqual({
		connections: [
			{
				...{ id: 'c1', name: 'Corp', user_sync_jobs: [] },
				server_sync_jobs: [expect.objectContaining({ id: 's1', recent_task_result: undefined })],
			},
		],
		gateways: [{ id: 'g1', name: 'frankfurt' }],
		projects: [
			{ id: 'p1', name: 'db' },
			{ id: 'p2', name: 'web' },
		],
		ad_servers: [{ id: 'h1', hostname: 'host' }],
	});
});
