import type { INodeProperties } from 'n8n-workflow';
import { jobModel } from '../../asa/model/syncJob';
import { byDisplayName } from '../../operation/description';
import { requireWhole } from '../../operation/fields';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { applyChanges, previewReplacement, replaceJob } from './job/applyChanges';
import { scheduleCollection } from './job/fields';
import {
	jobChangeOptions,
	readJobChangeSettings,
	readJobFields,
	withProjectIds,
} from './job/input';
import { findJob, readJobLocator } from './job/lookup';
import { updatedOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

const plainPutOption: INodeProperties = {
	displayName: 'Send Only What Is Set',
	name: 'sendOnlyWhatIsSet',
	type: 'boolean',
	default: false,
	description:
		'Whether to send only the fields above, without reading the job first. Fields that are not set are lost.',
};

const idNotice: INodeProperties = {
	displayName:
		'Changing more than the schedule or the state gives the job a new ID and removes its results. Choose the job From List or By Name: its old ID no longer works.',
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
			description: `Update a ${kind.label} and keep the fields that are not set`,
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
		options: [plainPutOption, ...jobChangeOptions(kind)],
		read(item) {
			const locator = readJobLocator(item);
			const entered = readJobFields(item, kind, updateFields, item.collection('updateFields'));
			const isPlain = item.option(plainPutOption);
			const settings = readJobChangeSettings(item);
			if (isPlain) requireWhole(item, jobModel(kind.kind), entered);
			return {
				serializeBy: locator.connection.value,
				async run() {
					const ref = await findJob(item, kind, locator);
					const set = await withProjectIds(item, entered);
					if (isPlain && settings.isPreview) {
						return await previewReplacement(item, kind, ref, set);
					}
					if (isPlain) return updatedOutput(ref, await replaceJob(item, kind, ref, set));
					return (await applyChanges(item, kind, ref, set, settings)).output;
				},
			};
		},
	};
}
