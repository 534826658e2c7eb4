import type { JobKind } from '../../api/jobKinds';
import type { Item } from '../item';

/**
 * The ID of the job that the Job parameter points to. By ID needs no request; From List and By Name look the
 * name up among the connection's jobs (From List stores an ID where names repeat).
 *
 * @throws NodeOperationError where no job or several have the name
 */
export async function findJobId(item: Item, kind: JobKind, connection: string): Promise<string> {
	const { mode, value } = item.locator('job', 'Job');
	if (mode === 'id') return value;
	const jobs = await item.jobs.all(kind, connection);
	const byId = mode === 'list' ? jobs.find((job) => job.id === value) : undefined;
	const matches = byId ? [byId] : jobs.filter((job) => job.name === value);
	if (matches.length === 1) return matches[0].id;
	if (matches.length > 1) {
		throw item.error(
			`"Job" is "${value}", and ${matches.length} jobs have that name: ${matches.map(({ id }) => id).join(', ')}`,
			'Enter one of these IDs under "Job" with By ID',
		);
	}
	throw item.error(
		`"Job" is "${value}", but the connection has no ${kind.label.toLowerCase()} of that name`,
		'Pick the job from the list again, and check "Connection"',
	);
}
