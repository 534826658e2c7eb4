/** What a step may do while it runs: tell in a few words what it is at. */
export type Report = (text: string) => void;

export interface Step {
	title: string;
	/** @returns a few words on how it went, shown behind the title */
	run(report: Report): Promise<string | void>;
}

/**
 * Runs steps one after the other and shows them: lines that move in a terminal, plain ones elsewhere.
 *
 * @throws what a step throws, as it is
 */
export async function runSteps(steps: Step[], isTerminal: boolean): Promise<void> {
	await (isTerminal ? runInTerminal(steps) : runPlainly(steps));
}

async function runPlainly(steps: Step[]): Promise<void> {
	for (const { title, run } of steps) {
		const started = Date.now();
		console.log(`${title} ...`);
		const note = await run((text) => console.log(`  ${text}`));
		console.log(`  ${ending(note, started)}`);
	}
}

async function runInTerminal(steps: Step[]): Promise<void> {
	const { Listr } = await import('listr2');
	const tasks = steps.map(({ title, run }) => ({
		title,
		task: async (_context: unknown, task: { title: string; output: string }) => {
			const started = Date.now();
			let doing = '';
			const show = () => (task.output = ending(doing, started));
			const timer = setInterval(show, 1_000);
			try {
				const note = await run((text) => {
					doing = text;
					show();
				});
				task.title = `${title}: ${ending(note, started)}`;
			} finally {
				clearInterval(timer);
			}
		},
	}));
	await new Listr(tasks, {
		// Interruptions are the demo's own business: it has processes to end first.
		registerSignalListeners: false,
		// The reason is said once, after the list.
		rendererOptions: { showErrorMessage: false },
	}).run();
}

/** @param started milliseconds since 1970 */
function ending(note: string | void, started: number): string {
	const elapsed = `${Math.round((Date.now() - started) / 1_000)} s`;
	return note ? `${note}, ${elapsed}` : elapsed;
}
