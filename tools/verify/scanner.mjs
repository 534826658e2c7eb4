/**
 * Scans a folder as n8n's review does, inline exceptions ignored. A process of its own: the scanner
 * leaves a temporary folder behind, which goes where TMPDIR says.
 *
 *     node tools/verify/scanner.mjs <folder> <"source" or "tarball">
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** What the scanner looks at: the first as it exports it, the second as it writes it when it scans a tarball. */
const patterns = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [folder, kind] = process.argv.slice(2);
const { passed, message, details } = await analyzePackage(folder, patterns[kind]);
// A scan that found no file has passed too, and says so.
if (!passed || message) {
	console.log(details ?? message);
	process.exitCode = 1;
}
