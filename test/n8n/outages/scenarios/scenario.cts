import type { SandboxProcess } from '../../../../support/sandbox/sandboxProcess.cts';
import type { TriggerHarness } from '../triggerHarness.cts';

/** Longer than the ten minutes after which something unreadable is reported; virtual. */
export const outageSeconds = 11 * 60;

/** What a scenario works with. */
export interface ScenarioContext {
	harness: TriggerHarness;
	sandbox: SandboxProcess;
	/** Aborted when the scenario's time is up. */
	signal: AbortSignal;
}

/** Something that happens to a published trigger. It begins with a healthy team whose clock stands still. */
export interface Scenario {
	name: string;
	/** @throws if the trigger does not do what it must */
	run(context: ScenarioContext): Promise<void>;
}
