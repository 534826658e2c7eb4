import { createEngine, type Poller, type StoredCredential } from '../engine/harness/engine.cts';
import type { PollEngine } from '../engine/harness/poller.cts';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import type { Access } from './team/sandboxThread.cts';

/** The outcome of a poll. */
export interface Poll {
	/** The items of the execution that it started; null if it started none, empty for one without items. */
	items: IDataObject[] | null;
	/** The messages of error executions that it reported. */
	errors: string[];
	/** The message of the error that poll() threw; null if it threw none. */
	thrown: string | null;
	warnings: string[];
}

/** A published workflow that starts with the trigger, in an n8n that can be restarted. */
export class TriggerUnderTest {
	private readonly poller: Poller;

	private readonly credentials = new Map<string, StoredCredential>();

	private readonly storeCredential: (access: Access) => StoredCredential;

	constructor(access: Access, parameters: INodeParameters, engineName: PollEngine) {
		const engine = createEngine({
			nodeTypes: [new AsaActiveDirectoryTrigger()],
			credentialTypes: [new OktaAsaApi()],
		});
		this.storeCredential = ({ team: teamName, keyId, keySecret, url: baseUrl }) =>
			engine.storeCredential('oktaAsaApi', {
				teamName,
				authentication: 'serviceUserKey',
				keyId,
				keySecret,
				baseUrl,
			});
		this.poller = engine.poller({
			type: 'asaActiveDirectoryTrigger',
			parameters,
			credentials: [this.credentialOf(access)],
			engine: engineName,
		});
	}

	/** Publishes the workflow, or n8n does so when it starts again. */
	async activate(mode: 'activate' | 'init' | 'update'): Promise<Poll> {
		return await this.record(() => this.poller.activate(mode));
	}

	async poll(): Promise<Poll> {
		return await this.record(() => this.poller.poll());
	}

	/** n8n dies and comes back with what it had stored, with `beforeSave` without the last poll. */
	restart({ beforeSave = false } = {}): void {
		this.poller.restart({ beforeSave });
	}

	/** Changes settings; the workflow is to be published again. */
	edit(parameters: INodeParameters): void {
		this.poller.edit({ parameters });
	}

	/** Changes the credential; the workflow is to be published again. */
	use(access: Access): void {
		this.poller.edit({ credentials: [this.credentialOf(access)] });
	}

	get stateBytes(): number {
		return Buffer.byteLength(JSON.stringify(this.poller.storedState));
	}

	private credentialOf(access: Access): StoredCredential {
		const known = this.credentials.get(access.url);
		if (known) return known;
		const added = this.storeCredential(access);
		this.credentials.set(access.url, added);
		return added;
	}

	private async record(poll: () => ReturnType<Poller['poll']>): Promise<Poll> {
		const { errors, warnings } = this.poller;
		const [errorsBefore, warningsBefore] = [errors.length, warnings.length];
		let items: IDataObject[] | null = null;
		let thrown: string | null = null;
		try {
			items = (await poll())?.map(({ json }) => json) ?? null;
		} catch (error) {
			thrown = (error as Error).message;
		}
		return {
			items,
			errors: errors.slice(errorsBefore).map(({ message }) => message),
			thrown,
			warnings: warnings.slice(warningsBefore),
		};
	}
}
