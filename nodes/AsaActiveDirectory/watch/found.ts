import { NodeApiError } from 'n8n-workflow';
import { isTransient } from '../asa/http/errors';

/** Whether an error is an answer of the API that won't change by itself, such as 403, 404 or 405; a redirect isn't one. */
export function isRefusal(error: unknown): error is NodeApiError {
	return error instanceof NodeApiError && Number(error.httpCode) >= 400 && !isTransient(error);
}
