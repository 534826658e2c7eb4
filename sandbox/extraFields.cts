import type { Switches } from './switches.cts';
import type { Job, Json } from './team.cts';

export type ExtraKind = 'connection' | 'serverJob' | 'userJob' | 'rule';

/** Undocumented fields, with the values that the team gives them (switch extraFields). */
const teamValues: Record<ExtraKind, Json> = {
	connection: { ldap_port: 636 },
	serverJob: { ip_address_attribute: 'ipv4Address' },
	userJob: { email_field: 'mail' },
	rule: { bastion_id: '3f0c1b5e-7a44-4c9e-9d0a-5b6f0e8a2c11' },
};

const names = new Set(Object.values(teamValues).flatMap((fields) => Object.keys(fields)));

export function extraKindOf(job: Job): ExtraKind {
	return job.kind === 'server' ? 'serverJob' : 'userJob';
}

/** Whether a field of a request is an undocumented one that this team knows. */
export function isKnownExtra(name: string, { extraFields }: Switches): boolean {
	return extraFields === 'known' && names.has(name);
}

/**
 * @param isUpdate an update loses what it doesn't send
 * @returns what the team keeps of a request; null if requests can't change these fields
 */
export function storedExtra(
	kind: ExtraKind,
	request: object,
	{ extraFields }: Switches,
	isUpdate: boolean,
): Json | null {
	if (extraFields !== 'known') return null;
	const sent = Object.fromEntries(
		Object.entries(request).filter(([name]) => name in teamValues[kind]),
	);
	return isUpdate ? sent : { ...teamValues[kind], ...sent };
}

/** @returns the fields as an answer carries them: null for a lost one */
export function extraAnswer(
	kind: ExtraKind,
	stored: Json | null | undefined,
	{ extraFields }: Switches,
): Json {
	if (extraFields === 'none') return {};
	const values = stored ?? teamValues[kind];
	return Object.fromEntries(
		Object.keys(teamValues[kind]).map((name) => [name, values[name] ?? null]),
	);
}
