import './environment.cts';
import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';
import type { StoredCredential } from './credentials.cts';
import { testCredential } from './credentialTest.cts';
import { createHost } from './host.cts';
import { listSearch, loadOptions, type PickerOptions } from './loadOptions.cts';
import { Poller, type PollerOptions } from './poller.cts';
import { runNode, type RunOptions } from './runNode.cts';

export type { StoredCredential } from './credentials.cts';
export type { Poller } from './poller.cts';
export type { RunResult } from './runNode.cts';
export { storedText, toFailure, type Failure } from './storedExecution.cts';

/**
 * n8n's execution engine (n8n-core) around node and credential classes of this package, with real
 * HTTP and without database, server or editor.
 */
export function createEngine(types: {
	nodeTypes: INodeType[];
	credentialTypes: ICredentialType[];
}) {
	const host = createHost(types.nodeTypes, types.credentialTypes);
	return {
		/** Stores a credential; `data` of the answer may be read and edited between two runs. */
		storeCredential: (type: string, data: ICredentialDataDecryptedObject): StoredCredential =>
			host.credentials.add(type, data),
		/** Executes a node in a small workflow. */
		run: (options: RunOptions) => runNode(host, options),
		/** Puts a polling trigger into a published workflow. */
		poller: (options: PollerOptions) => new Poller(host, options),
		/** Asks a From List picker for a page. */
		listSearch: (options: PickerOptions) => listSearch(host, options),
		/** Asks for the options of a dropdown. */
		loadOptions: (options: PickerOptions) => loadOptions(host, options),
		/** Presses Test in a credential. */
		testCredential: (credential: StoredCredential) =>
			testCredential(host, types.nodeTypes, credential),
	};
}
