/**
 * Reads n8n's stored execution data: a JSON array in which every string that stands inside an object
 * or array is the index of the value meant, so that shared and circular values are written once.
 *
 * @returns the first value, put together
 * @throws SyntaxError when `text` is no JSON
 */
export function parseFlatted(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const built = new Map<number, unknown>();

	function valueAt(index: number): unknown {
		if (built.has(index)) return built.get(index);
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		const target: Record<string, unknown> | unknown[] = Array.isArray(entry) ? [] : {};
		// Known before it is filled, so that a circle ends here.
		built.set(index, target);
		for (const [key, value] of Object.entries(entry)) {
			const meant = typeof value === 'string' ? valueAt(Number(value)) : value;
			Object.defineProperty(target, key, {
				value: meant,
				enumerable: true,
				writable: true,
				configurable: true,
			});
		}
		return target;
	}

	return valueAt(0);
}
