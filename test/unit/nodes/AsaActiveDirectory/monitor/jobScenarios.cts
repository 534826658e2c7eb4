import { Scenario } from './scenario.cts';

/** A daily user sync job that runs at 6. */
export function dailyUserJob(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	const s = new Scenario(options, 'userSyncJob');
	s.job.frequencyHours = 24;
	s.job.startHourUtc = 6;
	return s;
}

/** An hourly server sync job whose only success started at 06:00. */
export function hourlyJob(options: ConstructorParameters<typeof Scenario>[0] = {}): Scenario {
	const s = new Scenario(options);
	s.poll('06:10', 'done 06:00');
	return s;
}
