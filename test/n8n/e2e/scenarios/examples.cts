import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import type { Step } from '../../../../support/cli/progress.cts';
import {
	exampleFiles,
	examplesFolder,
	readExample,
} from '../../../../support/examples/readyExample.cts';
import { stickyNote } from '../../../../support/n8n/workflow.cts';
import type { ScenarioContext } from './scenario.cts';

/** Every example, imported as users do. */
export function examplesScenario({ editor, screenshots }: ScenarioContext): Step[] {
	const { canvas } = editor;
	return [
		{
			title: 'Examples: each is imported from its file, and n8n knows every node',
			async run(report) {
				assert.ok(exampleFiles.length > 0);
				for (const file of exampleFiles) {
					const { nodes } = readExample(file);
					await canvas.openNew();
					await canvas.importFile(join(examplesFolder, file));
					for (const { name, type } of nodes) if (type !== stickyNote) await canvas.waitFor(name);
					assert.deepEqual(await canvas.unknownNodes(), []);
					await canvas.zoomToFit();
					await screenshots.take(`example-${basename(file, '.json')}`);
					report(file);
				}
				return `${exampleFiles.length} examples`;
			},
		},
	];
}
