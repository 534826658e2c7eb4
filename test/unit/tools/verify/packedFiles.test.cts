import {
	expectedFiles,
	fileFindings,
	sizeLimit,
	sizeFindings,
} from '../../../../tools/verify/packedFiles.cts';

const expected = expectedFiles(['icons/a.svg', 'nodes/A/A.node.ts', 'nodes/A/A.node.json']);

it('expects what is built from each source', () => {
	expect(expected).toEqual([
		'LICENSE',
		'README.md',
		'dist/icons/a.svg',
		'dist/nodes/A/A.node.js',
		'dist/nodes/A/A.node.json',
		'package.json',
	]);
	expect(fileFindings(expected, expected)).toEqual([]);
});

it('finds what is missing and what does not belong there', () => {
	const packed = expected.filter((file) => file !== 'dist/icons/a.svg');
	packed.push('dist/test/x.js', '.npmrc');
	expect(fileFindings(packed, expected)).toEqual([
		'dist/icons/a.svg is missing',
		'dist/test/x.js is not for n8n',
		'.npmrc is not for n8n',
	]);
});

it('finds a tarball too heavy from the first byte on', () => {
	expect(sizeFindings(sizeLimit)).toEqual([]);
	expect(sizeFindings(sizeLimit + 1)).toEqual(['150001 bytes are more than 150000']);
});
