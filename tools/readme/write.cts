import { readFileSync, writeFileSync } from 'node:fs';
import { generate, generatedPages } from './generated.cts';

/** Writes the generated tables of the pages in docs/. */
for (const page of generatedPages) {
	writeFileSync(page, generate(page, readFileSync(page, 'utf8')));
}
