import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Step } from '../../../../support/cli/progress.cts';
import type { Stage } from '../editorPage.cts';

const FOLDER = join(__dirname, '../../../../examples');
const NOTE = 'n8n-nodes-base.stickyNote';

interface Example {
	nodes: { name: string; type: string }[];
}

/** Every example as somebody has it who imports it. */
export function examplesStory({ canvas, shots }: Stage): Step[] {
	return [
		{
			title: 'Examples: each is imported from its file, with every node known',
			async run(report) {
				const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json'));
				assert.ok(files.length > 0);
				for (const file of files) {
					const { nodes } = JSON.parse(await readFile(join(FOLDER, file), 'utf8')) as Example;
					await canvas.openNew();
					await canvas.importFile(join(FOLDER, file));
					for (const { name, type } of nodes) if (type !== NOTE) await canvas.waitFor(name);
					assert.deepEqual(await canvas.unknownNodes(), []);
					await canvas.zoomToFit();
					await shots.take(`example-${basename(file, '.json')}`);
					report(file);
				}
				return `${files.length} examples`;
			},
		},
	];
}
