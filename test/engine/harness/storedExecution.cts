/** What a user sees of an error, and where it happened. */
export interface Failure {
	name?: string;
	message: string;
	description?: string | null;
	/** HTTP status or network code, as text. */
	httpCode?: string | null;
	itemIndex?: number;
}

/** Picks what a test looks at out of an error, live or as n8n's run data keeps it. */
export function toFailure(error: object): Failure {
	const { name, message, description, httpCode, context } = error as Failure & {
		context?: { itemIndex?: number };
	};
	return { name, message, description, httpCode, itemIndex: context?.itemIndex };
}

/**
 * The text that n8n stores for execution data. n8n writes it with `flatted`: JSON in which each
 * object stands once. The order differs here, the content doesn't.
 */
export function storedText(data: unknown): string {
	const seen = new WeakSet<object>();
	return JSON.stringify(data, (_key, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return '(already written)';
		seen.add(value);
		return value;
	});
}
