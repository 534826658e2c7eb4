import { access } from './access.cts';
import { alert } from './alert.cts';
import { lifecycle } from './lifecycle.cts';
import type { Scenario } from './scenario.cts';
import { ticket } from './ticket.cts';

/** The scenarios by the name that `--scenario` takes. */
export const allScenarios: Record<string, Scenario> = { alert, lifecycle, ticket, access };
