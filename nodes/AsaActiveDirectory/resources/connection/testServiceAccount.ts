import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

/** Says whether a service account credential is complete; ASA offers nothing to try it on. */
export async function testServiceAccount(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { username = '', password = '' } = credential.data ?? {};
	if (!String(username).trim()) return { status: 'Error', message: 'User Name is empty' };
	if (!password) return { status: 'Error', message: 'Password is empty' };
	return {
		status: 'OK',
		message: 'Complete. Whether the directory takes it shows when a connection uses it',
	};
}
