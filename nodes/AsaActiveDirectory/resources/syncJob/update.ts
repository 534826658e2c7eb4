import type { INodeProperties } from 'n8n-workflow';
import { jobModel } from '../../asa/model/syncJob';
import { byDisplayName } from '../../operation/description';
import { requireWhole } from '../../operation/form';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { applyChanges, replaceJob } from './job/applyChanges';
import { replaceListsOption, scheduleCollection } from './job/fields';
import { readJobForm } from './job/form';
import { findJob, readJobLocator } from './job/lookup';
import { updatedOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

const plainPutOption: INodeProperties = {
	displayName: 'Send Only What Is Set',
	name: 'sendOnlyWhatIsSet',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a plain PUT of the fields above without reading the job first. What is not set is lost.',
};

const idNotice: INodeProperties = {
	displayName:
		'A change of more than schedule and state gives the job a new ID and takes its results away. Choose the job by its name to find it again.',
	name: 'idNotice',
	type: 'notice',
	default: '',
};

/** Endpoints 9, 11, 12, 19, 21 and 22: changes what the user set and keeps all else. */
export function update(kind: KindOfJob): Operation {
	const updateFields = [...kind.updateFields, scheduleCollection].sort(byDisplayName);
	return {
		entry: {
			name: 'Update',
			value: 'update',
			action: `Update ${kind.label}`,
			description: `Update a ${kind.label} and keep what you do not set`,
		},
		fields: [
			idNotice,
			connectionField,
			jobField,
			{
				displayName: 'Update Fields',
				name: 'updateFields',
				type: 'collection',
				placeholder: 'Add field',
				default: {},
				options: updateFields,
			},
		],
		options: kind.hasLists ? [plainPutOption, replaceListsOption] : [plainPutOption],
		read(item) {
			const choice = readJobLocator(item);
			const set = readJobForm(item, kind, updateFields, item.collection('updateFields'));
			const isPlain = item.option(plainPutOption);
			const replaceLists = item.option(replaceListsOption);
			if (isPlain) requireWhole(item, jobModel(kind.kind), set);
			return {
				serializeBy: choice.connection,
				async run() {
					const ref = await findJob(item, kind, choice);
					const { job } = isPlain
						? { job: await replaceJob(item, kind, ref, set) }
						: await applyChanges(item, kind, ref, set, replaceLists);
					return updatedOutput(ref.connection, job, ref.job);
				},
			};
		},
	};
}
