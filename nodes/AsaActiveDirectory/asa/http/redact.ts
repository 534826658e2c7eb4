import { oneLine } from './oneLine';
import { parseSession } from './session';

const hidden = '(hidden)';

/** So many characters of a secret in a row are hidden even where the rest of it is missing. */
const pieceLength = 12;

const fewestDigits = 6;

/** Names of values that must not stand in any text we pass on. */
const secretNames = ['keySecret', 'token', 'sessionToken', 'service_account_password'];

/** The secret values among the fields of a credential or a request body: as they stand and as they are sent. */
export function secretsOf(...sources: object[]): string[] {
	return sources
		.flatMap((source) => Object.entries(source))
		.filter(([name]) => secretNames.includes(name))
		.flatMap(([, value]) =>
			typeof value === 'string' ? [value, value.trim(), parseSession(value)?.token] : [],
		)
		.filter((secret) => typeof secret === 'string')
		.filter((secret) => secret.trim() !== '');
}

/**
 * Makes a server's texts fit for messages (see `oneLine`), with no secret in them. A server may quote a secret
 * cut off, or in another way of writing: whatever is `pieceLength` characters or more of any of them is hidden.
 *
 * @param secrets as `secretsOf` finds them
 */
export function hiderOf(secrets: string[]): (serverText: string) => string {
	const written = [...new Set(secrets.flatMap(waysToWrite))];
	const whole = written
		.filter(({ length }) => length <= pieceLength)
		.toSorted((a, b) => b.length - a.length);
	const pieces = new Set(written.flatMap(piecesOf));
	// Secrets go before anything is cut: else less than a piece of one could be left.
	return (serverText) => {
		let plain = hidePieces(serverText, pieces);
		for (const secret of whole) plain = plain.replaceAll(secret, hidden);
		return oneLine(plain);
	};
}

/** Every piece of a text. */
function piecesOf(text: string): string[] {
	const count = Math.max(0, text.length - pieceLength + 1);
	return Array.from({ length: count }, (_, start) => text.slice(start, start + pieceLength));
}

function hidePieces(text: string, pieces: Set<string>): string {
	let plain = '';
	let hiddenTo = -1;
	for (let start = 0; start + pieceLength <= text.length; start++) {
		if (!pieces.has(text.slice(start, start + pieceLength))) continue;
		if (start > hiddenTo) plain += text.slice(Math.max(0, hiddenTo), start) + hidden;
		hiddenTo = start + pieceLength;
	}
	return plain + text.slice(Math.max(0, hiddenTo));
}

/** A secret as a server may quote it: as it is, in JSON, in HTML, in an address, in a form, or as bytes. */
function waysToWrite(secret: string): string[] {
	const json = inJson(secret);
	const texts = [secret, json, inJson(json), json.replaceAll('/', '\\/'), inAscii(json)];
	return [...new Set(texts)].flatMap((text) => [
		text,
		inHtml(text),
		encodeURIComponent(text.toWellFormed()),
		new URLSearchParams([['', text]]).toString().slice(1),
		...inBytes(Buffer.from(text)),
	]);
}

function inJson(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}

function inAscii(text: string): string {
	const escaped = (character: string) =>
		`\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
	return text.replace(/[^ -~]/g, escaped);
}

function inHtml(text: string): string {
	const names: Record<string, string> = {
		'&': 'amp',
		'<': 'lt',
		'>': 'gt',
		'"': 'quot',
		"'": '#39',
	};
	return text.replace(/[&<>"']/g, (character) => `&${names[character]};`);
}

/** Bytes as digits: too few of them could stand for anything. */
function inBytes(bytes: Buffer): string[] {
	const base64 = [0, 1, 2].map((before) => inBase64(bytes, before));
	const hex = bytes.toString('hex');
	const written = [...base64, ...base64.map(inAddress), hex, hex.toUpperCase()];
	return written.filter(({ length }) => length >= fewestDigits);
}

/** The middle of a text in base64 that holds these bytes behind others: its ends say something of those too. */
function inBase64(bytes: Buffer, before: number): string {
	const written = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
	return written.slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + bytes.length)) / 6));
}

function inAddress(base64: string): string {
	return base64.replaceAll('+', '-').replaceAll('/', '_');
}
