import { join } from 'node:path';
import { linesOf, runTool } from './tool.cts';

/**
 * Scans a folder by the rules of n8n's review.
 *
 * @param kind which of its files: those of the repository, or those of an unpacked tarball
 * @param temporary a folder for what the scanner leaves behind
 * @returns the scanner's report, line by line; none if it has nothing to say
 */
export async function scan(
	folder: string,
	kind: 'source' | 'tarball',
	temporary: string,
	signal?: AbortSignal,
): Promise<string[]> {
	const { succeeded, output } = await runTool(
		process.execPath,
		[join(__dirname, 'scanner.mjs'), folder, kind],
		{ signal, env: { TMPDIR: temporary } },
	);
	if (succeeded) return [];
	const lines = linesOf(output);
	return lines.length > 0 ? lines : ['the scanner failed without output'];
}
