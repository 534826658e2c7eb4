import type { INodeProperties } from 'n8n-workflow';
import type { JobChanges } from '../../api/jobBody';
import { byDisplayName } from '../byDisplayName';
import { connectionLane } from '../connectionLane';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import type { Item } from '../item';
import type { Operation } from '../operation';
import { applyChanges, sendWhole, type JobPlace, type UpdatedJob } from './applyChanges';
import { scheduleCollection } from './fields';
import { checkWhole, type JobForm } from './jobForm';
import { findJobId } from './jobLocator';
import { updatedOutput } from './output';
import { replaceListsOption } from './replaceLists';

const plainPutOption: INodeProperties = {
	displayName: 'Send Only What Is Set',
	name: 'sendOnlyWhatIsSet',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a plain PUT of the fields above without reading the job first. What is not set is lost.',
};

/** Endpoints 9, 11, 12, 19, 21 and 22: changes what the user set and keeps all else. */
export function updateSyncJob(form: JobForm): Operation {
	const label = form.kind.label.toLowerCase();
	return {
		entry: {
			name: 'Update',
			value: 'update',
			action: `Update ${label}`,
			description: `Update a ${label} and keep what you do not set`,
		},
		fields: [
			{
				displayName:
					'A change of more than schedule and state gives the job a new ID and takes its results away. Choose the job by its name to find it again.',
				name: 'idNotice',
				type: 'notice',
				default: '',
			},
			connectionField,
			jobField,
			{
				displayName: 'Update Fields',
				name: 'updateFields',
				type: 'collection',
				placeholder: 'Add field',
				default: {},
				options: [...form.updateFields, scheduleCollection].sort(byDisplayName),
			},
		],
		options: [plainPutOption, ...(hasLists(form) ? [replaceListsOption] : [])],
		lane: connectionLane,
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const changes = form.readChanges(item, item.collection('updateFields'));
			const isPlain = item.option(plainPutOption);
			const replaceLists = item.option(replaceListsOption);
			if (isPlain) checkWhole(item, form, changes);
			const place = { connection, job: await findJobId(item, form.kind, connection) };
			const updated = isPlain
				? await sendPlain(item, form, place, changes)
				: await applyChanges(item, form, place, changes, replaceLists);
			return updatedOutput(connection, updated);
		},
	};
}

async function sendPlain(
	item: Item,
	form: JobForm,
	place: JobPlace,
	changes: JobChanges,
): Promise<UpdatedJob> {
	const body = checkWhole(item, form, changes);
	const job = await sendWhole(item, form, place, body);
	return { job, previousId: place.job, isChanged: true };
}

/** Server sync jobs alone have rows. */
export function hasLists({ kind }: JobForm): boolean {
	return kind.name === 'serverSyncJob';
}
