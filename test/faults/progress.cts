/** Shows how far a campaign is: on one line that changes in a terminal, else a line every ten seconds. */
export function showProgress() {
	const { stderr } = process;
	const everyMs = stderr.isTTY ? 200 : 10_000;
	let shownAt = 0;
	return {
		report(text: string): void {
			if (performance.now() - shownAt < everyMs) return;
			shownAt = performance.now();
			stderr.write(stderr.isTTY ? `\r${text.padEnd(60)}` : `${text}\n`);
		},
		/** Leaves the line free. */
		end(): void {
			if (stderr.isTTY) stderr.write(`\r${' '.repeat(60)}\r`);
		},
	};
}
