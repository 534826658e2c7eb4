import { searchConnections } from './connections';
import { searchGateways } from './gateways';
import { searchJobs } from './jobs';

/** The pickers by the names under which parameters ask for them. */
export const listSearch = { searchConnections, searchGateways, searchJobs };
