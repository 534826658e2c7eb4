import { Scenario } from './scenario.cts';
import { unavailable } from './team.cts';
import { at, hour, iso } from './times.cts';

/** A trigger whose Date and n8n's clock are wrong by so much, in milliseconds. */
export class Clocks extends Scenario {
	dateError = 0;
	hostError = 0;

	/** Polls at a true time. */
	pollAt(time: string | number, changes = ''): string[] {
		return this.itemsAt(time, changes).map(
			({ incident_action, event, closed_by }) => `${incident_action} ${closed_by ?? event}`,
		);
	}

	itemsAt(time: string | number, changes = '') {
		const trueMs = typeof time === 'number' ? time : at(time);
		this.clockOffset = this.dateError - this.hostError;
		return this.items(trueMs + this.dateError, changes);
	}

	/** Polls each hour, from one true time to before another, and returns what came when. */
	hourly(from: string, to: string): string[] {
		const lines = [];
		for (let time = at(from); time < at(to); time += hour) {
			lines.push(...this.pollAt(time).map((line) => `${iso(time)} ${line}`));
		}
		return lines;
	}

	/** Polls at a true time while the list of connections can't be read, so that there is no Date. */
	pollWithoutDate(time: string): string[] {
		this.teamError = unavailable;
		const lines = this.pollAt(time);
		this.teamError = null;
		return lines;
	}
}
