/** The API's error names and their status codes (docs/api-contract.md, "Paging, limits, errors"). */
export const statusOfError = {
	invalid_request: 400,
	authentication_error: 401,
	authorization_error: 401,
	server_authorization_revoked: 401,
	forbidden_error: 403,
	quota_exceeded: 403,
	disabled_team: 403,
	resource_does_not_exist: 404,
	resource_deprecated: 404,
	resource_already_exists: 409,
	unsupported_content_type: 415,
	too_many_requests: 429,
	client_closed_connection: 499,
	unknown_error: 500,
	service_offline: 503,
	gateway_timeout: 504,
} as const;

export type ErrorName = keyof typeof statusOfError;

/** The body of every error answer. */
export interface ErrorBody {
	code: number;
	message: string;
	nottype: string;
}

/** A refusal of the simulated API: becomes an answer with the contract's error body. */
export class ApiError extends Error {
	readonly status: number;

	constructor(
		readonly nottype: ErrorName,
		message: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
		this.status = statusOfError[nottype];
	}
}

/** A mistake in the use of the sandbox's own control, not of the simulated API. */
export class ControlError extends Error {
	constructor(
		message: string,
		readonly status: 400 | 404 = 400,
	) {
		super(message);
	}
}

/** @returns the error body of a status code; `code` repeats the status (assumed) */
export function errorBody(status: number, nottype: string, message: string): ErrorBody {
	return { code: status, message, nottype };
}

/** @returns the first error name of a status code, unknown_error if the contract names none */
export function errorNameOf(status: number): ErrorName {
	const names = Object.keys(statusOfError) as ErrorName[];
	return names.find((name) => statusOfError[name] === status) ?? 'unknown_error';
}

/** Names the object that was not found. */
export function notFound(what: string, id: string): ApiError {
	return new ApiError('resource_does_not_exist', `${what} ${id} does not exist`);
}
