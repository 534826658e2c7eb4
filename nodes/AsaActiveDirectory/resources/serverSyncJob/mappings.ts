import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { AttributeMapping } from '../../api/serverSyncJob';
import type { Item } from '../item';

/** Most mappings of a job. Source: docs/api-contract.md, "Server sync job". */
const mostMappings = 10;

/** Attributes of a server object that become labels, a row each. */
export const attributeMappingField: INodeProperties = {
	displayName: 'Attribute Mappings',
	name: 'additionalAttributeMapping',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add mapping',
	default: {},
	description:
		'Attributes that become labels of the server, at most 10; a label that the job maps already gets the attribute entered here',
	options: [
		{
			displayName: 'Mapping',
			name: 'mapping',
			values: [
				{
					displayName: 'Label',
					name: 'label',
					type: 'string',
					default: '',
					placeholder: 'e.g. department',
					description: 'The label that the server gets',
				},
				{
					displayName: 'Attribute',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. department',
					description: "The directory's attribute with the label's value",
				},
				{
					displayName: 'Is GUID',
					name: 'isGuid',
					type: 'boolean',
					default: false,
					description: 'Whether the attribute holds a GUID in binary form',
				},
			],
		},
	],
};

/** Mappings from the rows of the form; each must be whole. */
export function readMappings(item: Item, value: unknown): AttributeMapping[] {
	const rows = (value as { mapping?: IDataObject | IDataObject[] } | null)?.mapping ?? [];
	const mappings = (Array.isArray(rows) ? rows : [rows]).map((row, index) => ({
		label: item.checkText(row.label, `Label of mapping ${index + 1}`),
		value: item.checkText(row.value, `Attribute of mapping ${index + 1}`),
		is_guid: item.checkFlag(row.isGuid ?? false, `Is GUID of mapping ${index + 1}`),
	}));
	checkMappings(item, mappings);
	return mappings;
}

/** @throws NodeOperationError where there are more than 10 */
export function checkMappings(item: Item, mappings: AttributeMapping[]): void {
	if (mappings.length <= mostMappings) return;
	throw item.error(
		`"Attribute Mappings" come to ${mappings.length} mappings`,
		`Enter at most ${mostMappings} mappings under "Attribute Mappings"`,
	);
}
