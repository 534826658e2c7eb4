import { Scenario } from './scenario.cts';

/** A trigger of New Sync Result alone. */
export function results(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	return new Scenario({ events: ['newResult'], ...options });
}
