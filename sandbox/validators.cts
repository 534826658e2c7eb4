import { createRequire } from 'node:module';

/** As in server.cts: a require of our own, for tsx. */
const { AjvCompiler } = createRequire(__filename)(
	'@fastify/ajv-compiler',
) as typeof import('@fastify/ajv-compiler');

type BuildValidator = ReturnType<typeof AjvCompiler>;

const build = AjvCompiler();
const compiled = new Map<string, ReturnType<ReturnType<BuildValidator>>>();

/**
 * Fastify's own compiler of schemas, but one for all sandboxes of a process, and a schema is compiled once: that takes
 * longer than all else at a start, and tests start hundreds.
 */
export const buildValidator: BuildValidator = (...options) => {
	const compile = build(...options);
	return (route) => {
		const key = JSON.stringify(route);
		const known = compiled.get(key);
		if (known) return known;
		const validate = compile(route);
		compiled.set(key, validate);
		return validate;
	};
};
