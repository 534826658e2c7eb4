interface Step {
	what: string;
	done: number;
	total: number;
}

/** Shows the progress of all processes: on one line that changes in a terminal, otherwise every 10 seconds. */
export class Progress {
	private readonly steps: Step[] = [];

	private shownAt = 0;

	/** @param shard number of the process, from 0 */
	show(shard: number, step: Step): void {
		this.steps[shard] = step;
		const { stderr } = process;
		if (performance.now() - this.shownAt < (stderr.isTTY ? 200 : 10_000)) return;
		this.shownAt = performance.now();
		const texts = Object.values(this.steps).map(
			({ what, done, total }) => `${what} ${done} of ${total}`,
		);
		const line = texts.join(', ');
		stderr.write(stderr.isTTY ? `\r${line.padEnd(lineLength)}` : `${line}\n`);
	}

	/** Clears the line. */
	end(): void {
		if (process.stderr.isTTY) process.stderr.write(`\r${' '.repeat(lineLength)}\r`);
	}
}

const lineLength = 78;
