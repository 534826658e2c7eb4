/** A mistake that somebody could make in the source. The tests must notice it. */
export interface Mutant {
	/** Below nodes/AsaActiveDirectory. */
	file: string;
	/** Occurs exactly once in the file. */
	search: string;
	replacement: string;
	/** What goes wrong for users. */
	why: string;
}

export const mutant = (file: string, search: string, replacement: string, why: string): Mutant => ({
	file,
	search,
	replacement,
	why,
});
