/** A source of numbers and ids that gives the same sequence for the same seed. */
export interface Random {
	/** A number from 0 (included) to 1 (excluded). */
	fraction(): number;
	/** A whole number from `from` to `to`, both included. */
	integer(from: number, to: number): number;
	/** A version 4 UUID. */
	uuid(): string;
	/** Letters and digits, as many as asked. */
	text(length: number): string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The well-known mulberry32 generator: small, fast, good enough for a simulation. */
function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	};
}

/** A seed for each text: FNV-1a. */
export function seedOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return hash >>> 0;
}

/** @param seed any whole number; the same seed gives the same sequence */
export function createRandom(seed: number): Random {
	const next = mulberry32(seed);
	const fraction = () => next() / 0x1_0000_0000;
	const integer = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
	const hex = () => next().toString(16).padStart(8, '0');

	return {
		fraction,
		integer,
		uuid() {
			const digits = hex() + hex() + hex() + hex();
			const variant = '89ab'[Number.parseInt(digits[16], 16) % 4];
			return [
				digits.slice(0, 8),
				digits.slice(8, 12),
				`4${digits.slice(13, 16)}`,
				variant + digits.slice(17, 20),
				digits.slice(20, 32),
			].join('-');
		},
		text(length) {
			return Array.from({ length }, () => letters[integer(0, letters.length - 1)]).join('');
		},
	};
}
