/** An action of the repository itself, or one by the commit it has been read at, with its version. */
const pinned = /^(\.\/\S+|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;

/**
 * Whether every action is pinned by its commit: a tag can be moved to other code.
 *
 * @param text a workflow of GitHub
 * @returns one line for each `uses` that is not pinned
 */
export function pinFindings(name: string, text: string): string[] {
	return [...text.matchAll(/^\s*(?:- )?["']?uses["']?:\s*(.*?)\s*$/gm)]
		.filter(([, used]) => !pinned.test(used))
		.map(([, used]) => `${name}: ${used} is not pinned by a commit of 40 digits and its version`);
}

/** What makes npm record which commit and workflow a package was built from, as n8n asks since May 2026. */
const provenance: [RegExp, string][] = [
	[/^\s+id-token: write\b/m, 'asks for no id-token, which the provenance is signed with'],
	[/npm publish\b.*--provenance\b/, 'does not publish with --provenance'],
	[/npm publish\b.*--access public\b/, 'does not publish with --access public'],
];

/** @returns one line for each thing that publishing with provenance needs and the workflow lacks */
export function provenanceFindings(name: string, text: string): string[] {
	return provenance
		.filter(([needed]) => !needed.test(text))
		.map(([, finding]) => `${name} ${finding}`);
}
