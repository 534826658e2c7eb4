import { readFileSync } from 'node:fs';
import { releaseNotes } from '../../../../tools/release/notes.cts';

const repository = 'https://github.com/owner/name';
const changelog = `# Changelog

What changes, in the form of [Keep a Changelog](https://keepachangelog.com).

## [1.10.0] - unreleased

## [1.3.0] - 2026-11-24

### Fixed

- [An example](examples/one.json), see [n8n](https://n8n.io) and [below](#below)

## [1.2.3] - 2026-11-23

- Text

[1.3.0]: https://github.com/owner/name/releases/tag/v1.3.0
`;

const notesOf = (tag: string) => releaseNotes(changelog, { tag, repository });

it('are the section of the version alone, and its links to files lead to the tag', () => {
	expect(notesOf('v1.3.0')).toBe(
		'### Fixed\n\n- [An example](https://github.com/owner/name/blob/v1.3.0/examples/one.json), see [n8n](https://n8n.io) and [below](#below)\n',
	);
});

it('end before the addresses of the versions', () => {
	expect(notesOf('v1.2.3')).toBe('- Text\n');
});

it.each([
	['v1.1.0', 'CHANGELOG.md has no section [1.1.0]'],
	['v1.2', 'CHANGELOG.md has no section [1.2]'],
	['v1.10.0', 'CHANGELOG.md says nothing of [1.10.0]'],
])('there are none for %s', (tag, message) => {
	expect(() => notesOf(tag)).toThrow(message);
});

it('this version has notes', () => {
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	const own = readFileSync('CHANGELOG.md', 'utf8');
	const notes = releaseNotes(own, { tag: `v${version}`, repository });
	expect(notes).toContain('### Added');
	expect(notes).not.toMatch(/^## /m);
});
