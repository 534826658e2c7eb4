/** What fills the braces of a path template. */
export type PathParameters = Partial<
	Record<'team' | 'connection' | 'job' | 'result' | 'gateway', string>
>;

const placeholder = /\{(\w+)\}/g;

/**
 * Fills a path template piece by piece, each encoded by itself, so that an id such as `../../users` or
 * `a?b#c` stays one piece of the path.
 *
 * @returns the path, or undefined where a piece is missing, empty, `.` or `..` (which would climb)
 */
export function fillPath(template: string, parameters: PathParameters): string | undefined {
	let complete = true;
	const path = template.replace(placeholder, (_, name: keyof PathParameters) => {
		const piece = parameters[name]?.trim() ?? '';
		if (piece === '' || piece === '.' || piece === '..') complete = false;
		return encodePiece(piece);
	});
	return complete ? path : undefined;
}

/** Encodes one piece of a path; lone surrogates, which can't be encoded, become the replacement character. */
function encodePiece(piece: string): string {
	return encodeURIComponent(piece.toWellFormed());
}

/**
 * What is wrong with a corrected path template, in words for the user, or undefined. It must keep the
 * placeholders of the original and stay a plain path on the same origin.
 */
export function templateProblem(template: string, original: string): string | undefined {
	const wanted = placeholders(original);
	const found = placeholders(template);
	if (!/^\/(?!\/)[\w\-.~/{}]+$/.test(template)) {
		return `"${template}" is not a plain path. Enter one that starts with a single slash, as in ${original}`;
	}
	if (template.split('/').some((piece) => piece === '.' || piece === '..')) {
		return `"${template}" contains . or .. as a piece. Enter the path in full, as in ${original}`;
	}
	if (wanted.join() !== found.join() || /[{}]/.test(template.replace(placeholder, ''))) {
		return `"${template}" must contain ${wanted.join(', ')} once each, and no other braces`;
	}
	return undefined;
}

function placeholders(template: string): string[] {
	return (template.match(placeholder) ?? []).sort();
}
