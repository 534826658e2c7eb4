/** What a step may do while it runs: say in a few words what it is doing. */
export type Report = (text: string) => void;

export interface Step {
	title: string;
	/** @returns a few words on the result, shown behind the title */
	run(report: Report): Promise<string | void>;
}

/**
 * Runs steps one after the other and shows them: live in a terminal, as plain lines elsewhere.
 *
 * @throws what a step throws, unchanged
 */
export async function runSteps(steps: Step[]): Promise<void> {
	const isTerminal = Boolean(process.stdout.isTTY) && !process.env.CI;
	await (isTerminal ? runInTerminal(steps) : runPlainly(steps));
}

async function runPlainly(steps: Step[]): Promise<void> {
	for (const { title, run } of steps) {
		const started = Date.now();
		console.log(`${title} ...`);
		const note = await run((text) => console.log(`  ${text}`));
		console.log(`  ${withElapsed(note, started)}`);
	}
}

async function runInTerminal(steps: Step[]): Promise<void> {
	const { Listr } = await import('listr2');
	const tasks = steps.map(({ title, run }) => ({
		title,
		task: async (_context: unknown, task: { title: string; output: string }) => {
			const started = Date.now();
			let doing = '';
			const show = () => (task.output = withElapsed(doing, started));
			const timer = setInterval(show, 1_000);
			try {
				const note = await run((text) => {
					doing = text;
					show();
				});
				task.title = `${title}: ${withElapsed(note, started)}`;
			} finally {
				clearInterval(timer);
			}
		},
	}));
	await new Listr(tasks, {
		// The command handles interruptions: it has processes to stop first.
		registerSignalListeners: false,
		// The reason is printed once, after the list.
		rendererOptions: { showErrorMessage: false },
	}).run();
}

/** @param startedAt milliseconds since 1970 */
function withElapsed(note: string | void, startedAt: number): string {
	const elapsed = `${Math.round((Date.now() - startedAt) / 1_000)} s`;
	return note ? `${note}, ${elapsed}` : elapsed;
}
