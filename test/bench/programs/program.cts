/**
 * The main function of a measuring program: reads its input from the command line (JSON), writes what it measured
 * to standard output (JSON), and ends with 1 if it fails.
 */
export function program<Input, Result>(measure: (input: Input) => Promise<Result>): void {
	// What is temporary is removed when the process exits, and only then.
	process.once('SIGTERM', () => process.exit(143));
	measure(JSON.parse(process.argv[2]) as Input).then(
		(result) => process.stdout.write(JSON.stringify(result), () => process.exit(0)),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		},
	);
}

/** Reports how far a program is; the bench shows it. */
export function report(text: string): void {
	process.stderr.write(`${text}\n`);
}
