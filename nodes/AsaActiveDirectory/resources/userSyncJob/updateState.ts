import { userSyncJobKind } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import type { Operation } from '../operation';
import { findJobId } from '../syncJob/jobLocator';
import { connectionLane } from '../connectionLane';
import { active } from './form';
import { sendState } from './state';

/** Endpoint 22 itself: sends the state whatever it is now, for a state that comes from an expression. */
export const updateState: Operation = {
	entry: {
		name: 'Update State',
		value: 'updateState',
		action: 'Update state of user sync job',
		description: 'Switch a user sync job on or off without reading it first',
	},
	fields: [connectionField, jobField, active],
	lane: connectionLane,
	async execute(item) {
		const connection = item.locator('connection', 'Connection').value;
		const isActive = item.checkFlag(item.parameter('isActive'), 'Active');
		const job = await findJobId(item, userSyncJobKind, connection);
		await sendState(item, { connection, job }, isActive);
		item.jobs.forget(connection);
		return { id: job, connection_id: connection, is_active: isActive };
	},
};
