import { isNotFound } from '../api/errors';

/** The answer of a request, or undefined where the API answers 404. Other errors are passed on. */
export async function found<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
	return await request.catch((error: unknown) =>
		isNotFound(error) ? undefined : Promise.reject(error),
	);
}
