import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../../../nodes/AsaActiveDirectory/asa/endpoints';
import { asaEndpoints } from '../../../sandbox/endpoints.cts';

const names = Object.keys(endpoints) as EndpointName[];
const inNode = names.map(endpointOf).filter(({ number }) => number !== undefined);

/** A path with its placeholders unnamed: each side names them in its own way. */
function shapeOf(path: string): string {
	return path.replace(/\{\w+\}|:\w+/g, '{}');
}

/** Node and sandbox were each written from the contract alone, so that a misreading in one shows in the other. */
describe('the endpoint tables of node and sandbox', () => {
	it.each(inNode.map((endpoint) => [endpoint.number, endpoint] as const))(
		'agree on endpoint %i',
		(number, { method, path, certainty }) => {
			const simulated = asaEndpoints.find((endpoint) => endpoint.number === number)!;
			expect(simulated.method).toBe(method);
			expect(shapeOf(path)).toMatch(new RegExp(`${escape(shapeOf(simulated.path))}$`));
			expect(simulated.sure === 'assumed').toBe(certainty === 'assumed');
		},
	);
});

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
