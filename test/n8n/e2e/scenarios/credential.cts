import type { Step } from '../../../../support/cli/progress.cts';
import type { Stage } from '../editorPage.cts';

/** The credential is made in its dialog, and its test tells what is wrong. */
export function credentialStory({ dialog, sandbox, shots }: Stage): Step[] {
	const { team, key } = sandbox;
	return [
		{
			title: 'Credential: a wrong key is told',
			async run() {
				await dialog.openNew('Okta Advanced Server Access API');
				await shots.take('credential-new');
				await dialog.fill('teamName', team);
				await dialog.fill('keyId', key.id);
				await dialog.fill('keySecret', `not ${key.secret}`);
				await dialog.fill('baseUrl', sandbox.url);
				await dialog.save(
					`Key ID or Key Secret is wrong, or the key isn't one of team "${team}" (401). Check all three, or create a new API key for the service user`,
				);
				await shots.take('credential-wrong-key');
			},
		},
		{
			title: 'Credential: a wrong team is told',
			async run() {
				await dialog.fill('teamName', 'another-team');
				await dialog.fill('keySecret', key.secret);
				await dialog.save(
					`Team Name "another-team" isn't known at ${sandbox.url} (404). Enter the team name as Okta's dashboard shows it`,
				);
				await shots.take('credential-wrong-team');
			},
		},
		{
			title: 'Credential: the right one is good',
			async run() {
				await dialog.fill('teamName', team);
				await dialog.save('Connection tested successfully');
				await shots.take('credential');
				await dialog.close();
			},
		},
	];
}
