import { CliError } from '../../support/cli/errors.cts';

export interface NotesSettings {
	/** E.g. v1.2.3. */
	tag: string;
	/** The repository's page on GitHub. */
	repository: string;
}

/**
 * The notes of a release: the changelog's section of its version, without the heading. Links to files
 * lead to the files as they are at the tag.
 *
 * @throws CliError when the changelog has no such section, or nothing in it
 */
export function releaseNotes(changelog: string, { tag, repository }: NotesSettings): string {
	const version = tag.replace(/^v/, '');
	const sections = changelog.split(/^(?=## \[)/m);
	const section = sections.find((text) => text.startsWith(`## [${version}]`));
	if (!section) throw new CliError(`CHANGELOG.md has no section [${version}]`);
	const text = withoutHeadingAndAddresses(section);
	if (!text) throw new CliError(`CHANGELOG.md says nothing of [${version}]`);
	return `${text.replace(relativeLink, `](${repository}/blob/${tag}/$1)`)}\n`;
}

/** A link of Markdown that has neither a scheme nor only an anchor. */
const relativeLink = /\]\((?![a-z]+:|#)([^)\s]+)\)/g;

/** The last section is followed by the addresses of the versions. */
function withoutHeadingAndAddresses(section: string): string {
	const lines = section.split('\n').slice(1);
	return lines
		.filter((line) => !/^\[[^\]]+\]: /.test(line))
		.join('\n')
		.trim();
}
