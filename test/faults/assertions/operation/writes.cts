import type { State } from '../../../../sandbox/state.cts';
import type { SentRequest } from '../../rig/networkLog.cts';
import type { OperationEvidence } from '../../runs/operationRun.cts';
import { jobsOf } from '../expectedState.cts';
import { mentionsPartialWrite } from './events.cts';

function isWrite({ method, path }: SentRequest): boolean {
	return method !== 'GET' && !path.endsWith('/service_token');
}

/** A write without a response must be reported as one that may have been carried out. */
export function lostResponses({ sent, outcomes }: OperationEvidence): string[] {
	// The status of a refusal is enough, even if the rest of its response is lost.
	const isRefused = ({ status }: SentRequest) => status !== null && status >= 400 && status < 500;
	const lost = sent.filter(
		(request) =>
			isWrite(request) &&
			!request.isComplete &&
			!isRefused(request) &&
			request.fault !== 'ECONNREFUSED',
	);
	const reported = outcomes.filter(mentionsPartialWrite).length;
	return lost.length > reported
		? lost.map(
				({ method, path }) => `its response was lost, which was not reported: ${method} ${path}`,
			)
		: [];
}

/** A write may be sent again if the API refused it temporarily, or was never reached. */
export function repeatedWrites(sent: readonly SentRequest[]): string[] {
	const seen = new Set<string>();
	return sent.filter(isWrite).flatMap(({ method, path, body, status, fault }) => {
		const key = `${method} ${path} ${body}`;
		const isRepeated = seen.has(key);
		if (status !== 401 && status !== 429 && fault !== 'ECONNREFUSED') seen.add(key);
		return isRepeated ? [`sent blindly again: ${method} ${path}`] : [];
	});
}

/**
 * Undocumented fields of the team that a write has lost: an update sets to null what it doesn't send.
 *
 * @param states of the team, the last one after the run
 */
export function lostFields(states: readonly State[]): string[] {
	const { connections } = states[states.length - 1];
	const jobs = connections.flatMap(jobsOf);
	return [...connections, ...jobs].flatMap(({ id, extraFields }) =>
		Object.entries(extraFields ?? {})
			.filter(([, value]) => value === null)
			.map(([name]) => `lost in a write: ${name} of ${id}`),
	);
}
