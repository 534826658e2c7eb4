import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { openSession } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/mint';
import { keyCredential, type FakeResponse } from '../support.cts';

export const token = 'canary-minted';

export const minted = {
	body: { bearer_token: token, expires_at: '2026-11-23T17:00:00Z', team_name: 'acme' },
};

export const listed = { body: { list: [] } };

/** What the API answers to the three requests that a credential may send. */
export interface Team {
	mint?: FakeResponse;
	probe?: FakeResponse;
	opa?: FakeResponse;
}

export const team = 'https://app.scaleft.com/v1/teams/acme';

const kinds: Record<string, keyof Team> = {
	[`${team}/service_token`]: 'mint',
	[`${team}/integrations/ad_connections`]: 'probe',
	[`${team}/connections/active_directory`]: 'opa',
};

/** Opens a session on a pretended team; answers what became of it and what was sent. */
export function open(answers: Team, changes: object = {}) {
	const sent: IHttpRequestOptions[] = [];
	const all: Team = { mint: minted, probe: listed, opa: { status: 404 }, ...answers };
	const send = async (request: IHttpRequestOptions) => {
		sent.push(request);
		const {
			status = 200,
			body,
			headers = {},
			networkCode,
		} = all[kinds[request.url] ?? 'probe'] ?? {};
		if (networkCode) throw Object.assign(new Error('no answer'), { code: networkCode });
		return { statusCode: status, body, headers } as IN8nHttpFullResponse;
	};
	const session = openSession(send, { ...keyCredential, ...changes });
	return { session, sent, kindsSent: () => sent.map(({ url }) => kinds[url]) };
}
