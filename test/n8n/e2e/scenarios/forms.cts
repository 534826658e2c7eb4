import assert from 'node:assert/strict';
import type { Step } from '../../../../support/cli/progress.cts';
import { resources } from '../../../../nodes/AsaActiveDirectory/resources';
import { NODE_NAME, type Stage, TALL_SIZE, USUAL_SIZE } from '../editorPage.cts';

const FIRST = 'Get many sync statuses';

/** Every form of the node, and the icons in both themes. */
export function looksStory({ canvas, page, panel, shots }: Stage): Step[] {
	return [
		{
			title: 'Looks: every operation has its form, with labels that fit',
			async run(report) {
				await canvas.openNew();
				await canvas.searchFirstNode('ASA', NODE_NAME);
				await canvas.openActions(NODE_NAME);
				await canvas.pickAction('Actions', FIRST);
				await page.setViewportSize(TALL_SIZE);
				for (const { entry, operations } of resources) {
					await panel.choose('resource', entry.name);
					for (const operation of operations) {
						await panel.choose('operation', operation.entry.name);
						const labels = await panel.labels();
						assert.deepEqual(labels.slice(0, 2), ['Resource', 'Operation']);
						assert.deepEqual(labels.slice(-1), ['Options']);
						assert.deepEqual(await panel.cutOffLabels(), []);
						await shots.take(`form-${entry.value}-${operation.entry.value}`);
					}
					report(`${entry.name}: ${operations.length}`);
				}
				await page.setViewportSize(USUAL_SIZE);
				await panel.close();
			},
		},
		{
			title: 'Looks: the icons follow the theme',
			async run() {
				assert.match(await canvas.iconOf(FIRST), /\/asaActiveDirectory\.svg$/);
				await page.emulateMedia({ colorScheme: 'dark' });
				await canvas.searchNextNode('okta', NODE_NAME);
				assert.match(await canvas.iconOf(FIRST), /\/asaActiveDirectory\.dark\.svg$/);
				await shots.take('dark');
				await page.emulateMedia({ colorScheme: 'light' });
				await page.locator('img[src$="/asaActiveDirectory.svg"]').first().waitFor();
				await shots.take('light');
			},
		},
	];
}
