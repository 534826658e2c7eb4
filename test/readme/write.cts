import { readFileSync, writeFileSync } from 'node:fs';
import { generate } from './generated.cts';

/** Writes the README's generated sections anew. */
writeFileSync('README.md', generate(readFileSync('README.md', 'utf8')));
