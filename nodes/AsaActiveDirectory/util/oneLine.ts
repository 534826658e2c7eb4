const longestLine = 300;

/** Words of ASCII with one space between two: most texts, and far quicker to see than to mend [measured]. */
const fit = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A server's text made fit for a message: one line without control and invisible characters (which could turn
 * its direction or colour a terminal), at most 300 characters.
 */
export function oneLine(text: string): string {
	if (text.length <= longestLine && fit.test(text)) return text;
	// eslint forbids control characters in patterns, hence the Unicode classes.
	const line = text
		.slice(0, 10 * longestLine)
		.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
		.trim();
	const cut = line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
	return cut.toWellFormed();
}
