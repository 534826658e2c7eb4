import { createRequire } from 'node:module';

/** n8n's logger, as far as it is used here. It is a part of n8n-core and is found from there. */
interface LoggerClass {
	prototype: { log: (level: string, message: string, metadata: object) => void };
}

/** The lines that n8n and the nodes write to the log, whatever the level, and all that goes to the terminal. */
export class LogLines {
	private readonly lines: string[] = [];

	/**
	 * Starts collecting. n8n's own lines are kept off the terminal.
	 *
	 * @returns a function that stops it
	 */
	start(): () => void {
		const fromCore = createRequire(require.resolve('n8n-core'));
		const { Logger } = fromCore('@n8n/backend-common') as { Logger: LoggerClass };
		const { log } = Logger.prototype;
		Logger.prototype.log = (level, message, metadata) => {
			this.lines.push(`${level} ${message} ${JSON.stringify(metadata)}`);
		};
		const stopStreams = [process.stdout, process.stderr].map((stream) => this.listen(stream));
		return () => {
			Logger.prototype.log = log;
			for (const stop of stopStreams) stop();
		};
	}

	/** The lines since the last call. */
	take(): string[] {
		return this.lines.splice(0);
	}

	private listen(stream: NodeJS.WriteStream): () => void {
		const { write } = stream;
		stream.write = (...args: unknown[]) => {
			this.lines.push(String(args[0]));
			return Reflect.apply(write, stream, args) as boolean;
		};
		return () => {
			stream.write = write;
		};
	}
}
