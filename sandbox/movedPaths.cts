import { asaEndpoints, type Endpoint } from './endpoints.cts';
import type { Switches } from './switches.cts';

/** A path on which nothing is ever served. */
const nowhere = '/v1/moved-away';

/**
 * Lets an endpoint answer on another path than the contract's, and no longer on that one.
 * @param url as sent, with the query
 * @returns the url that the router serves
 */
export function routedUrl(method: string, url: string, moved: Switches['movedPaths']): string {
	const movedEndpoints = asaEndpoints.filter(
		(endpoint) => endpoint.method === method && moved[endpoint.number] !== undefined,
	);
	if (movedEndpoints.length === 0) return url;

	const [path, ...query] = url.split('?');
	for (const endpoint of movedEndpoints) {
		const served = servedPath(endpoint, moved[endpoint.number] ?? null, path);
		if (served) return [served, ...query].join('?');
	}
	const isMoved = movedEndpoints.some((endpoint) => templatePattern(endpoint.path).test(path));
	return isMoved ? nowhere : url;
}

function servedPath(endpoint: Endpoint, template: string | null, path: string): string | null {
	const groups = template === null ? undefined : templatePattern(template).exec(path)?.groups;
	if (!groups) return null;
	const relative = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? '');
	return `/v1/teams/${groups.team}/${relative}`;
}

function templatePattern(template: string): RegExp {
	const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
	const pattern = escaped.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
	return new RegExp(`^/v1/teams/(?<team>[^/]+)/${pattern}$`);
}
