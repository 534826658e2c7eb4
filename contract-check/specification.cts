import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../nodes/AsaActiveDirectory/asa/endpoints';
import { templateProblem } from '../nodes/AsaActiveDirectory/asa/auth/target';
import { isJsonObject, readField } from './json.cts';
import type { Exchange } from './record.cts';

interface Operation {
	method: string;
	/** As the specification has it. */
	path: string;
	/** With its version in front and nothing in its braces. */
	shape: string;
}

/** What the team's own specification says, if it serves one, as ASA's successor does. */
export interface Specification {
	/** HTTP status; absent if there was no answer. */
	status?: number;
	/** Whether it is an OpenAPI document. */
	isRead: boolean;
	operations: Operation[];
}

/** Where ASA's successor serves its specification. Source: docs/api-contract.md, "Endpoints". */
export const specificationPath = '/v1/openapi.json';

const methods = ['get', 'post', 'put', 'delete', 'patch'];

/** Reads the answer of the specification's address. */
export function readSpecification({ status, body }: Exchange): Specification {
	const paths = isJsonObject(body) ? readField(body, 'paths') : undefined;
	if (status !== 200 || !isJsonObject(paths)) return { status, isRead: false, operations: [] };
	const operations = Object.entries(paths).flatMap(([path, item]) =>
		Object.keys(isJsonObject(item) ? item : {})
			.filter((method) => methods.includes(method.toLowerCase()))
			.map((method) => ({ method: method.toUpperCase(), path, shape: shapeOf(path) })),
	);
	return { status, isRead: true, operations };
}

function shapeOf(path: string): string {
	const shape = path.replace(/\{[^{}]*\}/g, '{}').replace(/\/$/, '');
	return shape.startsWith('/v1/') ? shape : `/v1${shape}`;
}

/** The endpoints of the table that the specification names. */
export function namedEndpoints({ operations }: Specification): EndpointName[] {
	return (Object.keys(endpoints) as EndpointName[]).filter((name) => {
		const { method, path } = endpointOf(name);
		const shape = shapeOf(path);
		return operations.some((other) => other.method === method && other.shape === shape);
	});
}

/** Paths about Active Directory, known or not, with their methods. */
export function directoryOperations({ operations }: Specification): Operation[] {
	return operations.filter(({ path }) => /ad_connection|active_directory/i.test(path));
}

/**
 * Templates that the specification names and an endpoint may have: the same method on the same job, the same ids,
 * and no other endpoint's path. Each could be entered as a Path Correction.
 */
export function namedPaths(specification: Specification | undefined, name: EndpointName): string[] {
	const { method, path } = endpointOf(name);
	const [base, tail] = path.split('{job}/');
	const form = tail.includes('{result}') ? /^[\w-]+\/\{\}(\/[\w-]+)?$/ : /^[\w-]+$/;
	const known = namedEndpoints(specification ?? { isRead: false, operations: [] })
		.filter((other) => other !== name)
		.map((other) => shapeOf(endpointOf(other).path));
	const prefix = `${shapeOf(base)}/{}/`;
	return (specification?.operations ?? [])
		.filter((other) => other.method === method && !known.includes(other.shape))
		.filter(({ shape }) => shape.startsWith(prefix) && form.test(shape.slice(prefix.length)))
		.map(({ shape }) => `${base}{job}/${shape.slice(prefix.length).replace('{}', '{result}')}`)
		.filter((template) => templateProblem(template, path) === undefined);
}
