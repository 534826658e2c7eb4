import type { JobKind } from '../asa/model/syncJob';
import { fingerprint } from './fingerprint';
import type { JobCause } from './state';

const causeLetters: Record<JobCause, string> = { failed: 'f', overdue: 'o', running_long: 'l' };

const kindLetters: Record<JobKind, string> = { serverSyncJob: 's', userSyncJob: 'j' };

/**
 * The part of a job's incident key that is remembered: it stays as it was when the job is renamed.
 *
 * @param jobKey key of the job within its connection, 11 characters
 * @param anchor what sets the incident apart from the next one: the fingerprint of the first failed or of the
 * running result, or the missed slot in seconds
 */
export function jobAnchor(jobKey: string, cause: JobCause, anchor: string): string {
	return `${jobKey}-${causeLetters[cause]}-${anchor}`;
}

/**
 * The key by which tickets and pages are opened and closed: at most 64 of A-Z, a-z, 0-9 and hyphen. It is made
 * of ids and fingerprints alone, so it is the same after a restart, and after lost state while what it was
 * made of can still be read.
 *
 * @param kind null for the incident of a connection
 * @param anchor as `jobAnchor` makes it; for a connection since when it can't be read, in seconds
 */
export function incidentKey(connectionId: string, kind: JobKind | null, anchor: string): string {
	return `${idPiece(connectionId)}-${kind === null ? 'c' : kindLetters[kind]}-${anchor}`;
}

/** A UUID without its hyphens, or the fingerprint of an id that isn't one. */
function idPiece(id: string): string {
	const digits = id.replaceAll('-', '');
	return /^[0-9a-z]{1,32}$/i.test(digits) ? digits : fingerprint(id);
}
