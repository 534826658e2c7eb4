import type { Step } from '../../../../support/cli/progress.cts';
import { nodeName } from '../editorPage.cts';
import type { ScenarioContext } from './scenario.cts';

/** What people type who know Okta's or n8n's words, but not this node's name. */
const searchTexts = [
	'okta asa',
	'okta active directory',
	'ad sync',
	'sync failed',
	'server sync',
	'okta advanced server access',
	'run test',
	'test run',
	'sync job',
];

/** The list of nodes: the node is found by what people type. */
export function searchScenario({ editor }: ScenarioContext): Step[] {
	const { canvas } = editor;
	const searches = searchTexts.map(
		(text): Step => ({
			title: `Search: the node is found by "${text}"`,
			run: () => canvas.searchAgain(text, nodeName),
		}),
	);
	return [
		{
			title: 'Search: the list of nodes opens',
			async run() {
				await canvas.openNew();
				await canvas.openCreator();
			},
		},
		...searches,
	];
}
