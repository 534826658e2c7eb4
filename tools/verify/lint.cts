import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/system/folders.cts';
import { linesOf, runTool, type ToolResult } from './tool.cts';

const nodeCli = join(repositoryRoot, 'node_modules/@n8n/node-cli');
const n8nConfig = 'dist/template/templates/shared/default/eslint.config.mjs';

/** The strict lint of n8n: its rules without a change, its warnings taken as seriously as its errors. */
export async function lint(signal: AbortSignal): Promise<string[]> {
	return lintFindings(
		await runTool(process.execPath, [join(nodeCli, 'bin/n8n-node.mjs'), 'lint'], { signal }),
	);
}

/** What ESLint has printed; it prints nothing if there is nothing to report. */
export function lintFindings({ succeeded, output }: ToolResult): string[] {
	const lines = linesOf(output).filter((line) => !/^(npm (warn|notice)|┌)/.test(line));
	if (lines.length > 0) return lines;
	return succeeded ? [] : ['failed without output'];
}

/** Whether eslint.config.mjs is the one that @n8n/node-cli gives, to the letter. */
export function lintConfigFindings(
	config = readFileSync(join(repositoryRoot, 'eslint.config.mjs'), 'utf8'),
): string[] {
	const wanted = readFileSync(join(nodeCli, n8nConfig), 'utf8');
	return config === wanted ? [] : ['differs from the one of @n8n/node-cli'];
}
