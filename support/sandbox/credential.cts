import type { CredentialImport } from '../n8n/n8nProcess.cts';
import type { Sandbox } from './sandboxProcess.cts';

/** The credential of the simulated team. */
export function credentialFor({ url, team, key }: Sandbox): CredentialImport {
	return {
		id: 'sandboxTeam',
		name: 'Simulated ASA team',
		type: 'oktaAsaApi',
		data: {
			teamName: team,
			authentication: 'serviceUserKey',
			keyId: key.id,
			keySecret: key.secret,
			baseUrl: url,
			allowOtherHost: false,
			pathCorrections: {},
		},
	};
}
