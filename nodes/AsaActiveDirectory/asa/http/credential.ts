import type { INode } from 'n8n-workflow';

/** The credential type whose token authenticates every request. */
export const credentialType = 'oktaAsaApi';

/** The credential of a node, by the name that the user gave it. */
export function credentialOf({ credentials }: INode): string {
	const name = credentials?.[credentialType]?.name;
	return name ? `the credential "${name}"` : 'the credential of this node';
}
