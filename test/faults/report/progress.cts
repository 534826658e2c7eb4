interface Step {
	what: string;
	done: number;
	total: number;
}

/** Shows how far the processes of a campaign are: on one line that changes in a terminal, else now and then. */
export class Progress {
	private readonly steps: Step[] = [];

	private shownAt = 0;

	/** @param share which process it is, from 0 */
	show(share: number, step: Step): void {
		this.steps[share] = step;
		const { stderr } = process;
		if (performance.now() - this.shownAt < (stderr.isTTY ? 200 : 10_000)) return;
		this.shownAt = performance.now();
		const texts = Object.values(this.steps).map(
			({ what, done, total }) => `${what} ${done} of ${total}`,
		);
		const line = texts.join(', ');
		stderr.write(stderr.isTTY ? `\r${line.padEnd(lineLength)}` : `${line}\n`);
	}

	/** Leaves the line free. */
	end(): void {
		if (process.stderr.isTTY) process.stderr.write(`\r${' '.repeat(lineLength)}\r`);
	}
}

const lineLength = 78;
