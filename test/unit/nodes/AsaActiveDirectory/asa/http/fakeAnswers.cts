import type { Api, FakeResponse } from '../support.cts';

export const connections = 'https://app.scaleft.com/v1/teams/acme/integrations/ad_connections';

/** An API that answers one after the other, the last one for ever. */
export function answers(...all: FakeResponse[]): Api {
	return (_, index) => all[Math.min(index, all.length - 1)];
}

/** Lets a promise end on pretended time; what it became, and the milliseconds it took. */
export async function timed<Result>(promise: Promise<Result>) {
	const start = Date.now();
	const settled = Promise.allSettled([promise]).then(([outcome]) => ({
		outcome,
		took: Date.now() - start,
	}));
	await jest.runAllTimersAsync();
	return await settled;
}

/** Runs each test of a file on pretended time, with the middle of what is left to chance. */
export function pretendTime(): void {
	beforeEach(() => {
		jest.useFakeTimers();
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
	});

	afterEach(() => {
		jest.useRealTimers();
		jest.restoreAllMocks();
	});
}
