import type { CredentialImport } from '../support/n8n/workflow.cts';
import { issueTypes, project } from '../support/services/jira/issues.cts';
import { credentialFor } from '../support/sandbox/credential.cts';
import type { Services } from './scenarios/scenario.cts';

/** As in Jira, a subtask needs a parent, so it can't be opened like the others. */
const acceptedTypes = issueTypes.filter(({ subtask }) => !subtask).map(({ name }) => name);

/**
 * What to enter in n8n to build workflows against what the demo runs, with the labels of n8n's forms; then what each
 * stand-in accepts, and where a person sees it. All secrets are made for this run and end with it.
 *
 * @param services opened ones
 * @param existing the credentials that n8n already has
 */
export function connectionDetails(
	{ sandbox, inbox, jira, mattermost }: Services,
	existing: CredentialImport[],
): string[] {
	const asa = credentialFor(sandbox).data;
	const jiraAccount = jira.credential.data;
	const mattermostAccount = mattermost.credential.data;
	const inN8n = (type: string) => {
		const found = existing.find((credential) => credential.type === type);
		return found ? `already there, as "${found.name}"` : 'not there yet: create it';
	};
	return [
		'For credentials and workflows of your own, while the demo runs:',
		...block('Okta ASA (Advanced Server Access) API', {
			'In n8n': inN8n('oktaAsaApi'),
			'Team Name': asa.teamName,
			'Key ID': asa.keyId,
			'Key Secret': asa.keySecret,
			'Base URL': asa.baseUrl,
		}),
		...block('Jira SW Cloud API', {
			'In n8n': inN8n('jiraSoftwareCloudApi'),
			Email: jiraAccount.email,
			'API Token': jiraAccount.apiToken,
			Domain: jiraAccount.domain,
			Accepts: `issues of type ${acceptedTypes.join(' or ')} in the project ${project.name}: summary, description, labels`,
			'In a browser': jira.url,
		}),
		...block('Mattermost API', {
			'In n8n': inN8n('mattermostApi'),
			'Access Token': mattermostAccount.accessToken,
			'Base URL': mattermostAccount.baseUrl,
			Accepts: `messages in the channel ${mattermost.channel.display_name}`,
			'In a browser': mattermost.url,
		}),
		...block('Incoming webhook, for an HTTP Request node', {
			Method: 'POST',
			URL: `${inbox.url}/hooks/my-alerts`,
			'Send Body': 'on; Name text, Value {{ $json.title }}',
			Accepts: 'any POST, at any path',
			'In a browser': inbox.url,
		}),
		'To see a path return 404, and to correct it: "Try it in the demo" in docs/troubleshooting.md.',
	];
}

/** One line a field, with the values below each other. */
function block(title: string, fields: Record<string, unknown>): string[] {
	const lines = Object.entries(fields).map(
		([label, value]) => `    ${`${label}:`.padEnd(14)}${String(value)}`,
	);
	return [`  ${title}`, ...lines];
}
