import { ISSUE_TYPES, PROJECT } from '../support/services/jira/issues.cts';
import { credentialFor } from '../support/sandbox/credential.cts';
import type { Services } from './scenarios/scenario.cts';

const CHOSEN_ISSUE_TYPE = ISSUE_TYPES.find(({ name }) => name === 'Incident')!;

/**
 * What to enter in n8n to build workflows against what the demo runs, with the labels of n8n's forms; then what each
 * stand-in accepts, and where a person sees it. All secrets are made for this run and end with it.
 *
 * @param services opened ones
 */
export function connectionDetails({ sandbox, inbox, jira, mattermost }: Services): string[] {
	const asa = credentialFor(sandbox).data;
	const jiraAccount = jira.credential.data;
	const mattermostAccount = mattermost.credential.data;
	return [
		'For credentials and workflows of your own, while the demo runs:',
		...block('Okta ASA (Advanced Server Access) API', {
			'Team Name': asa.teamName,
			'Key ID': asa.keyId,
			'Key Secret': asa.keySecret,
			'Base URL': asa.baseUrl,
		}),
		...block('Jira SW Cloud API', {
			Email: jiraAccount.email,
			'API Token': jiraAccount.apiToken,
			Domain: jiraAccount.domain,
			Accepts: `issues of type ${CHOSEN_ISSUE_TYPE.name} in the project ${PROJECT.name}: summary, description, labels`,
			'In a browser': jira.url,
		}),
		...block('Mattermost API', {
			'Access Token': mattermostAccount.accessToken,
			'Base URL': mattermostAccount.baseUrl,
			Accepts: `messages in the channel ${mattermost.channel.display_name}`,
			'In a browser': mattermost.url,
		}),
		...block('Incoming webhook, for an HTTP Request node', {
			URL: `${inbox.url}/hooks/my-alerts`,
			Accepts: 'any POST, at any path, such as JSON with a "text"',
			'In a browser': inbox.url,
		}),
		'To see a path of the team answer 404, and correct it: "Try it in the demo" in docs/troubleshooting.md.',
	];
}

/** One line a field, with the values below each other. */
function block(title: string, fields: Record<string, unknown>): string[] {
	const lines = Object.entries(fields).map(
		([label, value]) => `    ${`${label}:`.padEnd(14)}${String(value)}`,
	);
	return [`  ${title}`, ...lines];
}
