import type { Schedule, ScheduleBody } from '../../api/schedule';
import type { Item } from '../item';

/**
 * The schedule that a job has, as endpoints 12 and 21 take it.
 *
 * @throws NodeOperationError where the job has none, without which it can't be active
 */
export function scheduleOf(item: Item, { frequency, start_hour_utc }: Schedule): ScheduleBody {
	if (frequency !== null && (frequency !== 24 || start_hour_utc !== null)) {
		return frequency === 24 && start_hour_utc !== null
			? { frequency, start_hour_utc }
			: { frequency };
	}
	throw item.error(
		'"Job" points to a job without a schedule, which can\'t be active',
		'Use the operation Update Schedule first',
	);
}
