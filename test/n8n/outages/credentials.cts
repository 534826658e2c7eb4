import type { CredentialImport } from '../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import type { SandboxProcess } from '../../../support/sandbox/sandboxProcess.cts';

/** The id of a credential whose secret is wrong. */
export const wrongKey = 'wrongKey';

/** The credential of the simulated team, and one whose secret is wrong. */
export function credentialsOf(sandbox: SandboxProcess): CredentialImport[] {
	const right = credentialFor(sandbox);
	const data = { ...right.data, keySecret: 'not-the-secret-of-this-key' };
	return [right, { ...right, id: wrongKey, name: 'Wrong key', data }];
}
