/**
 * Whether the changelog says what a version brings and, for a release, since when.
 *
 * @param tag the tag that is released, e.g. v1.2.3; absent between releases
 * @returns one line for each thing that isn't in step
 */
export function releaseFindings(changelog: string, version: string, tag?: string): string[] {
	const start = `## [${version}] - `;
	const heading = changelog.split('\n').find((line) => line.startsWith(start));
	if (!heading) return [`CHANGELOG.md has no section [${version}]`];
	if (tag === undefined) return [];
	const findings = [];
	if (tag !== `v${version}`) findings.push(`the tag is ${tag}, package.json says ${version}`);
	if (!/^\d{4}-\d\d-\d\d$/.test(heading.slice(start.length))) {
		findings.push(`CHANGELOG.md does not date [${version}]`);
	}
	return findings;
}
