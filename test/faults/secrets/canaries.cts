import { inspect } from 'node:util';
import type { SentRequest } from '../rig/networkLog.cts';

/** Secrets that occur nowhere else, so that they can be searched for. */
export interface Canaries {
	keySecret: string;
	password: string;
	/** Every token that was sent or minted. */
	tokens: ReadonlySet<string>;
}

/** A place to search, with its whole text. */
export interface Place {
	name: string;
	text: string;
}

/** Length of the pieces of a secret that are searched for: a piece is a leak as well. */
const pieceLength = 16;

/** In base64, a text looks different at each of the three offsets at which it can begin. */
const base64Offsets = [0, 1, 2];

/** A secret that was found, and where. */
export interface Leak {
	secret: string;
	place: string;
}

/**
 * Searches places for secrets: as they are, URL-encoded, in JSON, in HTML, in hex, in base64 and base64url, whole or
 * in pieces.
 */
export function findLeaks(places: readonly Place[], canaries: Canaries): Leak[] {
	const everything = places.map(({ text }) => text).join('\n');
	const secrets = [
		['key secret', canaries.keySecret],
		['password', canaries.password],
		...[...canaries.tokens].map((token) => ['token', token]),
	];
	return secrets.flatMap(([secret, value]) => {
		const needles = needlesOf(value);
		const holds = (text: string) => needles.some((needle) => text.includes(needle));
		// All at once first: usually there is nothing.
		if (!holds(everything)) return [];
		return places.filter(({ text }) => holds(text)).map(({ name }) => ({ secret, place: name }));
	});
}

const known = new Map<string, string[]>();

/** Every piece in every form. */
function needlesOf(value: string): string[] {
	const needles = known.get(value) ?? formsOf(value).flatMap(piecesOf);
	known.set(value, needles);
	return needles;
}

/** How a secret may be written. */
export function formsOf(value: string): string[] {
	const texts = [value, JSON.stringify(value).slice(1, -1)];
	return [...new Set(texts.flatMap(writtenForms))];
}

function writtenForms(text: string): string[] {
	const base64 = base64Offsets.flatMap((offset) => base64At(text, offset));
	return [
		text,
		encodeURIComponent(text),
		new URLSearchParams({ '': text }).toString().slice(1),
		escapeHtml(text),
		Buffer.from(text).toString('hex'),
		...base64,
		...base64.map((piece) => piece.replaceAll('+', '-').replaceAll('/', '_')),
	];
}

/** As a page in HTML quotes it. */
function escapeHtml(text: string): string {
	const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return text.replace(/[&<>"]/g, (character) => names[character]);
}

/** The middle of the base64 of a text after this number of bytes: its ends depend on the surrounding text. */
function base64At(value: string, offset: number): string {
	const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]).toString('base64');
	return text.slice(offset === 0 ? 0 : 4, -4);
}

function piecesOf(form: string): string[] {
	const pieces: string[] = [];
	for (let start = 0; start + pieceLength <= form.length; start += pieceLength / 2) {
		pieces.push(form.slice(start, start + pieceLength));
	}
	return pieces.length > 0 ? pieces : [form];
}

/** A value as JSON and as Node.js prints it, errors with all their properties. */
export function textOf(value: unknown): string {
	const printed = inspect(value, {
		depth: Infinity,
		showHidden: true,
		maxStringLength: Infinity,
		maxArrayLength: Infinity,
		breakLength: Infinity,
	});
	return `${JSON.stringify(value, errorsToo())}\n${printed}`;
}

/** A JSON replacer for errors, whose fields JSON omits, and for circular references. */
function errorsToo() {
	const seen = new WeakSet<object>();
	return (_name: string, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return undefined;
		seen.add(value);
		if (!(value instanceof Error)) return value;
		const names = Object.getOwnPropertyNames(value) as Array<keyof Error>;
		return Object.fromEntries(names.map((name) => [name, value[name]]));
	};
}

/** A text without the passwords in fields, which the workflow and its executions contain, as the README says. */
export function withoutEnteredPassword(text: string, password: string): string {
	const inJson = JSON.stringify(password);
	const escaped = JSON.stringify(inJson).slice(1, -1);
	return text
		.replaceAll(`"serviceAccountPassword":${inJson}`, '')
		.replaceAll(`serviceAccountPassword: ${inspect(password)}`, '')
		.replaceAll(`\\"serviceAccountPassword\\":${escaped}`, '');
}

/**
 * The parts of requests to search: everything except where secrets belong. These are the Authorization header and the
 * body of the mint to the API's own origin, and the password in the bodies that create and update an AD connection.
 */
export function networkPlaces(sent: readonly SentRequest[], ownOrigin: string): Place[] {
	return sent.map(({ method, origin, path, headers, body }) => {
		const isOwn = origin === ownOrigin;
		const searched = { ...headers };
		if (isOwn) {
			for (const name of Object.keys(searched)) {
				if (name.toLowerCase() === 'authorization') delete searched[name];
			}
		}
		const mayHoldSecret = isOwn && (isMint(method, path) || isConnectionWrite(method, path));
		return {
			name: `request ${method} ${origin}${path}`,
			text: `${path}\n${JSON.stringify(searched)}\n${mayHoldSecret ? withoutField(body, path) : body}`,
		};
	});
}

function isMint(method: string, path: string): boolean {
	return method === 'POST' && /^\/v1\/teams\/[^/]+\/service_token$/.test(path);
}

function isConnectionWrite(method: string, path: string): boolean {
	const isList = /\/integrations\/ad_connections$/.test(path);
	const isOne = /\/integrations\/ad_connections\/[^/]+$/.test(path);
	return (method === 'POST' && isList) || (method === 'PUT' && isOne);
}

/** A body without the one field that may hold a secret. */
function withoutField(body: string, path: string): string {
	const fields = JSON.parse(body) as Record<string, unknown>;
	delete fields[path.endsWith('/service_token') ? 'key_secret' : 'service_account_password'];
	return JSON.stringify(fields);
}

/** The tokens that requests were sent with. */
export function tokensOf(sent: readonly SentRequest[]): string[] {
	return sent.flatMap(({ headers }) => {
		const token = /^Bearer (.+)$/.exec(
			String(headers.authorization ?? headers.Authorization ?? ''),
		);
		return token ? [token[1]] : [];
	});
}
