/** The entries of a list beyond those of another, each as often as it stands there. */
export function surplus(entries: readonly string[], others: readonly string[]): string[] {
	const left = [...others];
	return entries.filter((entry) => {
		const index = left.indexOf(entry);
		if (index >= 0) left.splice(index, 1);
		return index < 0;
	});
}
