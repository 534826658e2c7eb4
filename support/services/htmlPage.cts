const style = `
body { margin: 0; background: #f4f5f7; color: #1f2329; font: 14px/1.45 'Open Sans', 'Inter', 'DejaVu Sans', sans-serif }
main { max-width: 760px; margin: 0 auto; padding: 16px 24px 24px }
h1 { font-size: 19px; margin: 4px 0 12px }
h2 { font-size: 14px; margin: 20px 0 8px }
article { background: #fff; border: 1px solid #dfe2e8; border-radius: 6px; padding: 12px 16px; margin: 0 0 10px }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0 0 }
small { color: #646a76 }
b.status { font-size: 12px; border-radius: 4px; padding: 2px 8px; background: #e4e8f0 }
b.done { background: #d3f1df; color: #14532d }
`;

/**
 * A page of a stand-in, for a person's browser.
 *
 * @param title as text
 * @param body as HTML
 */
export function htmlPage(title: string, body: string): string {
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>${style}</style>
<main>
${body}
</main>
</html>
`;
}

/** For pages with times of two clocks: their own, and that of the simulated team in the messages. */
export const clockNote =
	'<p><small>Times in the messages are those of the simulated team, whose clock runs ahead.</small></p>';

/** A text as HTML. */
export function escaped(text: string): string {
	const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return text.replace(/[&<>"]/g, (letter) => names[letter] ?? letter);
}

/** A time as people read it: `2030-01-02 03:04 UTC`. */
export function shownTime(time: Date): string {
	return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
