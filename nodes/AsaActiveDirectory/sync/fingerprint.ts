const { imul } = Math;

/**
 * A short name for a text: eleven characters of 0-9 and a-z, 53 bits, the same on every machine and version.
 *
 * It keeps state small and incident keys within 64 characters; nothing secret rests on it. It is written out
 * here because node code may not import node:crypto, and the Web Crypto digest can only be awaited, which the
 * rules in this folder never do.
 */
export function fingerprint(text: string): string {
	let low = 0x811c9dc5;
	let high = 0x9747b28c;
	for (let index = 0; index < text.length; index++) {
		const unit = text.charCodeAt(index);
		low = imul(low ^ unit, 0x01000193);
		high = rotate(imul(high ^ unit, 0x5bd1e995), 13);
	}
	const lowBits = scatter(low ^ high) >>> 0;
	const highBits = scatter(high) >>> 11;
	return (highBits * 2 ** 32 + lowBits).toString(36).padStart(11, '0');
}

function rotate(value: number, bits: number): number {
	return (value << bits) | (value >>> (32 - bits));
}

/** Spreads every bit of a 32-bit number over all of them. */
function scatter(value: number): number {
	let mixed = imul(value ^ (value >>> 16), 0x85ebca6b);
	mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return mixed ^ (mixed >>> 16);
}
