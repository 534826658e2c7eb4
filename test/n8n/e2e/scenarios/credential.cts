import type { Step } from '../../../../support/cli/progress.cts';
import type { ScenarioContext } from './scenario.cts';

/** The credential is created in its dialog, and its test reports what is wrong. */
export function credentialScenario({ editor, sandbox, screenshots }: ScenarioContext): Step[] {
	const { dialog } = editor;
	const { team, key } = sandbox;
	return [
		{
			title: 'Credential: a wrong key is reported',
			async run() {
				await dialog.openNew('Okta ASA (Advanced Server Access) API', 'asa');
				await screenshots.take('credential-new');
				await dialog.fill('teamName', team);
				await dialog.fill('keyId', key.id);
				await dialog.fill('keySecret', `not ${key.secret}`);
				await dialog.fill('baseUrl', sandbox.url);
				await dialog.save(
					`Key ID or Key Secret is wrong, or the key doesn't belong to team "${team}" (401). Check all three, or create a new API key for the service user`,
				);
				await screenshots.take('credential-wrong-key');
			},
		},
		{
			title: 'Credential: a wrong team is reported',
			async run() {
				await dialog.fill('teamName', 'another-team');
				await dialog.fill('keySecret', key.secret);
				await dialog.save(
					`Team Name "another-team" was not found at ${sandbox.url} (404). Enter the team name as in the URL of ASA's dashboard`,
				);
				await screenshots.take('credential-wrong-team');
			},
		},
		{
			title: 'Credential: the right one is accepted',
			async run() {
				await dialog.fill('teamName', team);
				await dialog.save('Connection tested successfully');
				await screenshots.take('credential');
				await dialog.close();
			},
		},
	];
}
