import type { SwitchChanges } from '../../../sandbox/switches.cts';
import type { Injection, Rate } from './injection.cts';
import type { PollPlan } from './pollPlan.cts';
import type { SimulatedTeam } from './simulatedTeam.cts';

/** A kind of injections: what it does at its beginning and end, and to each poll in between. */
export interface InjectionKind extends Rate {
	description: string;
	/** Switches of the sandbox for the whole run. */
	switches?: SwitchChanges;
	begin?: (team: SimulatedTeam, injection: Injection) => Promise<void>;
	end?: (team: SimulatedTeam, injection: Injection) => Promise<void>;
	during?: (team: SimulatedTeam, injection: Injection, plan: PollPlan) => void;
}
