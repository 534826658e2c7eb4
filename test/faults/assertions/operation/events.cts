import type { HistoryEvent } from '../../../../sandbox/history.cts';
import type { Outcome } from '../../runs/operationRun.cts';

/** Whether a request caused it: test runs count, runs that follow from a change don't. */
export function isEffect({ type, details }: HistoryEvent): boolean {
	if (type === 'run_started') return details.isTest === true;
	return !type.startsWith('run_');
}

/** Whether a job was deactivated because another one replaces it. */
export function isReplacement({ details }: HistoryEvent): boolean {
	return details.reason === 'replaced';
}

/** How an error can say that something was written nevertheless. */
const partialWriteMessage =
	/may (or may not )?have been carried out|was already changed|was (created|updated|changed|activated|started|sent)\b.*, but|accepted the request, but/i;

/** Whether an error says that something was, or may have been, written. */
export function mentionsPartialWrite({ failure }: Outcome): boolean {
	return failure !== undefined && partialWriteMessage.test(failure);
}
