/** The entries of a list that are not in another list; duplicates count. */
export function multisetDifference(
	entries: readonly string[],
	others: readonly string[],
): string[] {
	const left = [...others];
	return entries.filter((entry) => {
		const index = left.indexOf(entry);
		if (index >= 0) left.splice(index, 1);
		return index < 0;
	});
}
