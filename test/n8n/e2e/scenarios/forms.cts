import assert from 'node:assert/strict';
import type { Step } from '../../../../support/cli/progress.cts';
import { resources } from '../../../../nodes/AsaActiveDirectory/resources';
import { nodeName } from '../editorPage.cts';
import type { ScenarioContext } from './scenario.cts';

const firstAction = 'Get many sync statuses';

/** Every form of the node, and the icons in both themes. */
export function formsScenario({ editor, screenshots }: ScenarioContext): Step[] {
	const { canvas, page, panel } = editor;
	return [
		{
			title: 'Forms: every operation has its form, and the labels fit',
			async run(report) {
				await canvas.startWith(nodeName, 'Actions', firstAction);
				await editor.whileTall(async () => {
					for (const { entry, operations } of resources) {
						await panel.choose('resource', entry.name);
						for (const operation of operations) {
							await panel.choose('operation', operation.entry.name);
							await checkForm();
							await screenshots.take(`form-${entry.value}-${operation.entry.value}`);
						}
						report(`${entry.name}: ${operations.length}`);
					}
				});
				await panel.close();
			},
		},
		{
			title: 'Forms: the icons follow the theme',
			async run() {
				assert.match(await canvas.iconOf(firstAction), /\/asaActiveDirectory\.svg$/);
				await page.emulateMedia({ colorScheme: 'dark' });
				await canvas.searchNextNode('okta', nodeName);
				assert.match(await canvas.iconOf(firstAction), /\/asaActiveDirectory\.dark\.svg$/);
				await screenshots.take('dark');
				await page.emulateMedia({ colorScheme: 'light' });
				await page.locator('img[src$="/asaActiveDirectory.svg"]').first().waitFor();
				await screenshots.take('light');
			},
		},
	];

	async function checkForm(): Promise<void> {
		const labels = await panel.labels();
		assert.deepEqual(labels.slice(0, 2), ['Resource', 'Operation']);
		assert.deepEqual(labels.slice(-1), ['Options']);
		assert.deepEqual(await panel.cutOffLabels(), []);
	}
}
