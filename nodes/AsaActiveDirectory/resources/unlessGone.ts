import { isGone } from '../api/errors';

/**
 * The answer of a request, or another one where ASA says that the object isn't there.
 *
 * @param otherwise gives the other answer, or throws; it gets the error that said so
 */
export async function unlessGone<Answer, Other>(
	request: Promise<Answer>,
	otherwise: (error: unknown) => Promise<Other>,
): Promise<Answer | Other> {
	return await request.catch((error: unknown) =>
		isGone(error) ? otherwise(error) : Promise.reject(error),
	);
}
