import { readFileSync, writeFileSync } from 'node:fs';
import { coverageTable } from './coverage.cts';
import { withSection } from './sections.cts';

/** Writes the README's table of endpoints anew. */
const readme = readFileSync('README.md', 'utf8');
writeFileSync('README.md', withSection(readme, 'coverage', coverageTable()));
