import actionCodex from '../../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node.json';
import triggerCodex from '../../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.json';

const codexFiles = { action: actionCodex, trigger: triggerCodex };

/** What people type who look for this node; the e2e tests type some of it into n8n's search. */
const searchTerms = [
	'Okta ASA',
	'Okta Advanced Server Access',
	'Okta Active Directory',
	'Okta AD',
	'AD Sync',
	'AD Connection',
	'Server Sync Job',
	'User Sync Job',
	'Run Test',
	'Test Run',
	'Sync Status',
	'Sync Failed',
	'Alert',
	'Monitoring',
];

// n8n shows one entry for both nodes, and searches only the aliases of the action node.
it('the action node has an alias for each search term', () => {
	expect(actionCodex.alias).toEqual(expect.arrayContaining(searchTerms));
	expect(new Set(actionCodex.alias).size).toBe(actionCodex.alias.length);
});

it('both nodes have the same aliases', () => {
	expect(triggerCodex.alias).toEqual(actionCodex.alias);
});

it.each(Object.entries(codexFiles))('the %s is listed where n8n lists Okta', (_, codex) => {
	expect(codex.categories).toEqual(['Development']);
});

it.each([
	['asaActiveDirectory', actionCodex],
	['asaActiveDirectoryTrigger', triggerCodex],
])('%s names its own node', (name, codex) => {
	expect(codex.node).toBe(`n8n-nodes-okta-asa.${name}`);
});
