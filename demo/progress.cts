/** What a step may do while it runs: tell in a few words what it is at. */
export type Report = (text: string) => void;

export interface Step {
	title: string;
	/** @returns a few words on how it went, shown behind the title */
	run(report: Report): Promise<string | void>;
}

/**
 * Runs steps one after the other and shows them: moving lines in a terminal, plain lines elsewhere.
 *
 * @throws what a step throws, as it is
 */
export async function runSteps(steps: Step[], isTerminal: boolean): Promise<void> {
	const { Listr } = await import('listr2');
	const tasks = steps.map(({ title, run }) => ({
		title,
		task: async (_context: unknown, task: { title: string; output: string }) => {
			const watch = new StopWatch((text) => (task.output = text), isTerminal);
			try {
				const note = await run((text) => watch.report(text));
				task.title = [title, note, watch.elapsed()].filter(Boolean).join(', ');
			} finally {
				watch.stop();
			}
		},
	}));
	await new Listr(tasks, {
		renderer: isTerminal ? 'default' : 'simple',
		// Interruptions are the demo's own business: it has processes to end first.
		registerSignalListeners: false,
	}).run();
}

/** Shows what a step is at; where lines can be rewritten, with the seconds that have passed. */
class StopWatch {
	private readonly started = Date.now();
	private readonly timer: NodeJS.Timeout | undefined;
	private text = '';

	constructor(
		private readonly show: Report,
		private readonly ticking: boolean,
	) {
		if (ticking) this.timer = setInterval(() => this.refresh(), 1_000);
	}

	report(text: string): void {
		this.text = text;
		this.refresh();
	}

	elapsed(): string {
		return `${Math.round((Date.now() - this.started) / 1_000)} s`;
	}

	stop(): void {
		clearInterval(this.timer);
	}

	private refresh(): void {
		const parts = this.ticking ? [this.text, this.elapsed()] : [this.text];
		this.show(parts.filter(Boolean).join(', '));
	}
}
