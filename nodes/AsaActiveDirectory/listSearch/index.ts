import { searchConnections } from './connections';
import { searchGateways } from './gateways';
import { searchJobs } from './jobs';
import { searchProjects } from './projects';
import { searchResults } from './results';

/** The pickers by the names under which parameters ask for them. */
export const listSearch = {
	searchConnections,
	searchGateways,
	searchJobs,
	searchProjects,
	searchResults,
};
