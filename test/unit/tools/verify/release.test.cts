import { releaseFindings } from '../../../../tools/verify/release.cts';

const changelog = '# Changelog\n\n## [1.3.0] - unreleased\n\n## [1.2.3] - 2026-11-23\n\n- Text\n';

it('finds nothing in a release that is dated', () => {
	expect(releaseFindings(changelog, '1.2.3', 'v1.2.3')).toEqual([]);
});

it('takes a version without a date until it is released', () => {
	expect(releaseFindings(changelog, '1.3.0')).toEqual([]);
	expect(releaseFindings(changelog, '1.3.0', 'v1.3.0')).toEqual([
		'CHANGELOG.md does not date [1.3.0]',
	]);
});

it('finds a version that the changelog does not know', () => {
	expect(releaseFindings(changelog, '1.2.30', 'v1.2.30')).toEqual([
		'CHANGELOG.md has no section [1.2.30]',
	]);
});

it.each(['v1.2.4', '1.2.3', 'v1.2.3-rc.1'])('finds that %s is not the version', (tag) => {
	expect(releaseFindings(changelog, '1.2.3', tag)).toEqual([
		`the tag is ${tag}, package.json says 1.2.3`,
	]);
});
