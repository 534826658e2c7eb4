import { readFileSync, writeFileSync } from 'node:fs';
import { generate, generateContract } from './generated.cts';

/** Writes the generated tables of the README and of the contract's page. */
writeFileSync('README.md', generate(readFileSync('README.md', 'utf8')));
const contract = 'docs/api-contract.md';
writeFileSync(contract, generateContract(readFileSync(contract, 'utf8')));
