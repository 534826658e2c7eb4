import type { FaultRule } from '../../../sandbox/faults.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import type { Settings } from '../oracle/settings.cts';
import { noObstacles, type Obstacles } from '../team/view.cts';

/** What happens to n8n at a poll. */
export interface PollPlan {
	/** n8n isn't running: there is no poll, and n8n starts again before the next one. */
	isMissed: boolean;
	/** n8n starts again before the poll. */
	restarts: boolean;
	/** n8n dies after the poll before it has saved anything; the items got through or not. */
	crash: 'no' | 'lost' | 'delivered';
	/** The trigger has the credential of another team. */
	usesOtherTeam: boolean;
	settings: Partial<Settings>;
	obstacles: Obstacles;
	faults: FaultRule[];
	switches: SwitchChanges;
	/** By how much n8n's clock is ahead. */
	n8nAheadMs: number;
}

export function usualPlan(): PollPlan {
	return {
		isMissed: false,
		restarts: false,
		crash: 'no',
		usesOtherTeam: false,
		settings: {},
		obstacles: noObstacles(),
		faults: [],
		switches: {},
		n8nAheadMs: 0,
	};
}
