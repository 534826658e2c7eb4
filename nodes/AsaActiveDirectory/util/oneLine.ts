const longestLine = 300;

/**
 * A server's text made fit for a message: one line without control and invisible characters (which could turn
 * its direction or colour a terminal), at most 300 characters.
 */
export function oneLine(text: string): string {
	// eslint forbids control characters in patterns, hence the Unicode classes.
	const line = text
		.slice(0, 10 * longestLine)
		.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
		.trim();
	const cut = line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
	return cut.toWellFormed();
}
