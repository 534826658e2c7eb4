import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { Flags } from '../../../contract-check/input.cts';
import type { Fact } from '../../../contract-check/record.cts';
import { checkTeam, type Outcome } from '../../../contract-check/run.cts';
import type { EndpointName } from '../../../nodes/AsaActiveDirectory/asa/endpoints';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';

const closing: Array<() => Promise<unknown>> = [];

/** Starts a team with two connections and two days of history; `closeAll` ends it. */
export async function startTeam(options: SandboxOptions = {}): Promise<Sandbox> {
	const sandbox = await startSandbox({ dataset: 'demo', ...options });
	closing.push(() => sandbox.close());
	return sandbox;
}

/** Ends all that was started. */
export async function closeAll(): Promise<void> {
	await Promise.all(closing.splice(0).map((close) => close()));
}

export const throwAway = 'Throw-away';

/** Adds a connection without jobs. @returns its id */
export async function addThrowAway(sandbox: Sandbox, name = throwAway): Promise<string> {
	const { data } = await clientOf(sandbox).post('/integrations/ad_connections', {
		name,
		gateway_id: sandbox.getState().gateways[0].id,
		domain: `${name.toLowerCase()}.example.com`,
	});
	return data.id;
}

/** The credential of the sandbox's service user. */
export function credentialOf(sandbox: Sandbox) {
	return {
		teamName: sandbox.team,
		authentication: 'serviceUserKey',
		keyId: sandbox.keyId,
		keySecret: sandbox.keySecret,
		baseUrl: sandbox.url,
		pathCorrections: {},
		sessionToken: '',
	};
}

interface Settings {
	flags?: Partial<Flags>;
	credential?: Record<string, string>;
	signal?: AbortSignal;
	log?: (line: string) => void;
	confirm?: () => Promise<boolean>;
}

/** Checks a simulated team as the command does. */
export async function check(sandbox: Sandbox, settings: Settings = {}): Promise<Outcome> {
	const { signal = new AbortController().signal, log = () => undefined, confirm } = settings;
	const credential = { ...credentialOf(sandbox), ...settings.credential };
	const flags = {
		team: sandbox.team,
		baseUrl: credential.baseUrl,
		allowOtherHost: false,
		connections: 10,
		maxRequests: 200,
		timeout: 10,
		write: false,
		yes: true,
		wait: 0,
		...settings.flags,
	};
	return await checkTeam(credential, flags, { signal, log, confirm });
}

/** The flags of a check that writes. */
export const writing = { write: true, connection: throwAway };

/** What the report says about an endpoint. */
export function resultOf({ report }: Outcome, name: EndpointName) {
	const found = report.endpoints.find(({ endpoint }) => endpoint === name);
	if (!found) throw new Error(`The report has no ${name}`);
	return found;
}

/** What the report says about a fact, by the beginning of its text. */
export function factOf({ report }: Outcome, start: string): Fact {
	const found = report.facts.filter(({ what }) => what.startsWith(start));
	if (found.length !== 1) throw new Error(`${found.length} facts begin with "${start}"`);
	return found[0];
}

/** The other cells of the row of the report's tables whose first cell this is. */
export function row({ report }: Outcome, first: string): string[] {
	const line = report.markdown.split('\n').find((text) => text.startsWith(`| ${first} |`));
	if (!line) throw new Error(`The report has no row "${first}"`);
	return line
		.split('|')
		.slice(2, -1)
		.map((cell) => cell.trim());
}

/**
 * A proxy of a team that serves an openapi.json and forwards everything else.
 *
 * @returns its origin
 */
export async function startFront(sandbox: Sandbox, specification: unknown): Promise<string> {
	const server: Server = createServer(async (request, response) => {
		response.setHeader('content-type', 'application/json');
		if (request.url === '/v1/openapi.json') {
			response.end(JSON.stringify(specification));
			return;
		}
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { status, data, headers } = await axios.request({
			baseURL: sandbox.url,
			url: request.url,
			method: request.method,
			data: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
			headers: {
				authorization: request.headers.authorization,
				'content-type': request.headers['content-type'] ?? 'application/json',
			},
			responseType: 'arraybuffer',
			validateStatus: () => true,
		});
		const kept = Object.entries(headers).filter(([name]) => name !== 'transfer-encoding');
		response.writeHead(status, Object.fromEntries(kept) as Record<string, string>);
		response.end(data);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closing.push(async () => server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
