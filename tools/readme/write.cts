import { readFileSync, writeFileSync } from 'node:fs';
import { generate, generateContract, generateGuarantees } from './generated.cts';

/** Writes the generated tables of the README, of the contract's page and of the page of guarantees. */
const pages = {
	'README.md': generate,
	'docs/api-contract.md': generateContract,
	'docs/guarantees.md': generateGuarantees,
};
for (const [file, generated] of Object.entries(pages)) {
	writeFileSync(file, generated(readFileSync(file, 'utf8')));
}
