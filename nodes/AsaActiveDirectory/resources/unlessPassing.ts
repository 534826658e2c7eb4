import { isPassing } from '../api/errors';

/** The answer of a request, or undefined where it failed in passing. Other errors are passed on. */
export async function unlessPassing<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
	return await request.catch((error: unknown) =>
		isPassing(error) ? undefined : Promise.reject(error),
	);
}
