import { readdirSync, readFileSync } from 'node:fs';
import { pinFindings, provenanceFindings } from '../../../../tools/verify/workflows.cts';

const sha = 'de0fac2e4500dabe0009e67214ff5f5447ce83dd';
const folder = '.github/workflows';
const publish = readFileSync(`${folder}/publish.yml`, 'utf8');

it.each(readdirSync(folder))('finds nothing in %s', (name) => {
	const text = readFileSync(`${folder}/${name}`, 'utf8');
	expect(text).toContain('uses: ');
	expect(pinFindings(name, text)).toEqual([]);
});

it.each([
	'actions/checkout@v6',
	'actions/checkout@main',
	`actions/checkout@${sha}`,
	`actions/checkout@${sha} # v6`,
	`actions/checkout@${sha.slice(1)} # v6.0.2`,
	'docker://alpine:3',
	'',
])('finds "uses: %s"', (used) => {
	for (const line of [`      - uses: ${used}`, `        uses: ${used}`]) {
		expect(pinFindings('ci.yml', `steps:\n${line}\n`)).toEqual([
			expect.stringMatching(/^ci\.yml: .*not pinned/),
		]);
	}
});

it('takes a workflow of the same commit', () => {
	expect(pinFindings('x.yml', 'uses: ./.github/workflows/ci.yml')).toEqual([]);
});

it.each([
	['id-token: write', 'id-token: none'],
	['--provenance', ''],
	['--access public', '--access restricted'],
])('finds a publishing without %s', (needed, instead) => {
	expect(provenanceFindings('publish.yml', publish)).toEqual([]);
	expect(provenanceFindings('publish.yml', publish.replace(needed, instead))).toHaveLength(1);
});
