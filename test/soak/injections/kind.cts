import type { SwitchChanges } from '../../../sandbox/switches.cts';
import type { Injection, Rate } from './injection.cts';
import type { PollPlan, Scene } from './scene.cts';

/** A kind of injections: what it does at its beginning and end, and to each poll in between. */
export interface InjectionKind extends Rate {
	description: string;
	/** Why it is left out unless the command line names it: a difference between oracle and trigger that is still open. */
	openDifference?: string;
	/** Switches of the sandbox for the whole run. */
	switches?: SwitchChanges;
	begin?: (scene: Scene, injection: Injection) => Promise<void>;
	end?: (scene: Scene, injection: Injection) => Promise<void>;
	during?: (scene: Scene, injection: Injection, plan: PollPlan) => void;
}
