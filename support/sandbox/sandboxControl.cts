import axios from 'axios';
import type { LoggedRequest } from '../../sandbox/requestLog.cts';

export const DIALECTS = ['client', 'page'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** As much of the sandbox's own addresses as is needed to run the examples and to see what they sent. */
export class SandboxControl {
	/** @param url of the sandbox */
	constructor(private readonly url: string) {}

	/** From here on it answers in `dialect`, and its log is empty. */
	async speak(dialect: Dialect): Promise<void> {
		await this.send('PATCH', '/switches', { dialect });
		await this.send('DELETE', '/requests');
	}

	/**
	 * Runs last some seconds of the virtual clock, a second or less of ours. Tokens outlive the day, so
	 * that every refused request is one too many.
	 */
	async makeSwift(): Promise<void> {
		await this.send('PATCH', '/switches', {
			runDurationSeconds: [30, 50],
			tokenLifetimeSeconds: 86_400,
		});
	}

	/** What was sent since the log was emptied. */
	async requests(): Promise<LoggedRequest[]> {
		return (await this.send<{ requests: LoggedRequest[] }>('GET', '/requests')).requests;
	}

	/** A team token, as those that are minted. */
	async mintToken(): Promise<string> {
		return (await this.send<{ bearer_token: string }>('POST', '/tokens', {})).bearer_token;
	}

	private async send<T>(method: string, path: string, data?: object): Promise<T> {
		const url = `${this.url}/sandbox${path}`;
		return (await axios.request<T>({ method, url, data, proxy: false, timeout: 10_000 })).data;
	}
}
