import { NodeApiError } from 'n8n-workflow';
import { isNotFound, isPassing } from '../api/errors';

/** The answer of a request, or undefined where the API answers 404. Other errors are passed on. */
export async function found<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
	return await request.catch((error: unknown) =>
		isNotFound(error) ? undefined : Promise.reject(error),
	);
}

/** Whether an error is an answer of the API that won't change by itself, such as 403, 404 or 405; a redirect isn't one. */
export function isRefusal(error: unknown): error is NodeApiError {
	return error instanceof NodeApiError && Number(error.httpCode) >= 400 && !isPassing(error);
}
