import { createHmac } from 'node:crypto';
import type { Random } from './random.cts';
import { secondMs, toRfc3339 } from './time.cts';

/** The answer of minting (docs/api-contract.md, "Host, team, authentication"). */
export interface MintedToken {
	bearer_token: string;
	expires_at: string;
	team_name: string;
}

export type TokenState = 'valid' | 'expired' | 'unknown';

/** The tokens of the one service user. */
export interface Tokens {
	isKey(keyId: string, keySecret: string): boolean;
	mint(lifetimeSeconds: number): MintedToken;
	stateOf(token: string): TokenState;
	/** Which token it is, counted from 1 in the order of minting; null for an unknown one. */
	numberOf(token: string): number | null;
	/** Expires every token now. @returns how many were valid */
	expireAll(): number;
	/** How many were minted so far. */
	minted(): number;
}

interface ServiceUser {
	teamName: string;
	keyId: string;
	keySecret: string;
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** @param now milliseconds since 1970, virtual */
export function createTokens(user: ServiceUser, now: () => number, random: Random): Tokens {
	const signingKey = random.text(32);
	const tokens = new Map<string, { number: number; expiresAt: number }>();

	function sign(claims: object): string {
		const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
		const signature = createHmac('sha256', signingKey).update(unsigned).digest('base64url');
		return `${unsigned}.${signature}`;
	}

	return {
		isKey: (keyId, keySecret) => keyId === user.keyId && keySecret === user.keySecret,
		mint(lifetimeSeconds) {
			const expiresAt = now() + lifetimeSeconds * secondMs;
			const token = sign({
				sub: user.keyId,
				team: user.teamName,
				jti: random.uuid(),
				iat: Math.floor(now() / secondMs),
				exp: Math.floor(expiresAt / secondMs),
			});
			tokens.set(token, { number: tokens.size + 1, expiresAt });
			return {
				bearer_token: token,
				expires_at: toRfc3339(expiresAt),
				team_name: user.teamName,
			};
		},
		stateOf(token) {
			const known = tokens.get(token);
			if (!known) return 'unknown';
			return known.expiresAt > now() ? 'valid' : 'expired';
		},
		numberOf: (token) => tokens.get(token)?.number ?? null,
		expireAll() {
			const valid = [...tokens.values()].filter(({ expiresAt }) => expiresAt > now());
			for (const token of valid) token.expiresAt = now();
			return valid.length;
		},
		minted: () => tokens.size,
	};
}
