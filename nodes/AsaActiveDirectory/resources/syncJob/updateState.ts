import { parseFlag } from '../../asa/model/field';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { findJob, forgetJobs, readJobLocator } from './job/lookup';
import { activeField } from './job/fields';
import { requireState } from './job/requireState';
import type { KindOfJob } from './kinds/kind';

const active = activeField('An active job runs immediately');

/** Endpoint 22 itself: sends the state whatever it is now, for a state that comes from an expression. */
export function updateState(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Update State',
			value: 'updateState',
			action: `Update state of ${kind.label}`,
			description: `Activate or deactivate a ${kind.label} without reading it first`,
		},
		fields: [connectionField, jobField, active],
		read(item) {
			const locator = readJobLocator(item);
			const isActive = item.check(() => parseFlag(item.parameter(active.name), active.displayName));
			return {
				serializeBy: locator.connection.value,
				async run() {
					const ref = await findJob(item, kind, locator);
					await item.client.jobs(kind.kind).setUserState(ref, isActive);
					forgetJobs(item, ref.connection);
					const { is_active } = await requireState(item, kind, ref, isActive);
					return { id: ref.job, connection_id: ref.connection, is_active };
				},
			};
		},
	};
}
