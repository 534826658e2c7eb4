import type { CredentialImport } from '../n8n/workflow.cts';
import type { SandboxProcess } from './sandboxProcess.cts';

/** The credential of the simulated team. */
export function credentialFor({
	url,
	team,
	key,
}: Pick<SandboxProcess, 'url' | 'team' | 'key'>): CredentialImport {
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
			// n8n's own field, set as README recommends.
			allowedHttpRequestDomains: 'none',
		},
	};
}
