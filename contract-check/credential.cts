import password from '@inquirer/password';
import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Interrupted } from '../demo/interruption.cts';
import type { Flags } from './flags.cts';

type Variables = Record<string, string | undefined>;

/** Asks a person for a secret without showing it. */
type AskSecret = (question: string) => Promise<string>;

/**
 * The credential as the node's own code takes it: from ASA_TOKEN, else from ASA_KEY_ID and ASA_KEY_SECRET, else
 * from a person.
 *
 * @param askSecret absent where nobody can be asked
 * @throws UserError where something is missing and nobody can be asked
 */
export async function readCredential(
	{ team, baseUrl, allowOtherHost }: Pick<Flags, 'team' | 'baseUrl' | 'allowOtherHost'>,
	variables: Variables,
	askSecret?: AskSecret,
): Promise<ICredentialDataDecryptedObject> {
	const base = { teamName: team, baseUrl, allowOtherHost, pathCorrections: {}, sessionToken: '' };
	const { ASA_TOKEN: token, ASA_KEY_ID: keyId, ASA_KEY_SECRET: keySecret } = variables;
	if (token && (keyId || keySecret)) {
		throw new UserError('Set either ASA_TOKEN or ASA_KEY_ID and ASA_KEY_SECRET, not both');
	}
	if (token) return { ...base, authentication: 'teamToken', token };
	if (!(keyId && keySecret) && !askSecret) {
		throw new UserError(
			'There is no key: set ASA_KEY_ID and ASA_KEY_SECRET, or ASA_TOKEN, or run this in a terminal, which asks for them',
		);
	}
	return {
		...base,
		authentication: 'serviceUserKey',
		keyId: keyId || ((await askSecret?.('Key ID of the service user')) ?? ''),
		keySecret: keySecret || ((await askSecret?.('Key Secret')) ?? ''),
	};
}

/**
 * Asks on standard error: standard output is the report's.
 *
 * @throws Interrupted where Ctrl-C is the answer; the prompt keeps that key from the process
 */
export async function askInTerminal(question: string, signal: AbortSignal): Promise<string> {
	try {
		return await password({ message: question, mask: true }, { output: process.stderr, signal });
	} catch (error) {
		if (error instanceof Error && error.name === 'ExitPromptError') throw new Interrupted(130);
		throw error;
	}
}
