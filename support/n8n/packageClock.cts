import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const hook = join(__dirname, 'packageClockHook.cjs');

/**
 * n8n's clock as this package reads it, which a test can move on. A file says by how much it is ahead, so processes of
 * n8n that are started again go by it too.
 */
export class PackageClock {
	private shiftMs = 0;

	private constructor(private readonly file: string) {}

	/** @param file is written to */
	static async create(file: string): Promise<PackageClock> {
		const clock = new PackageClock(file);
		await mkdir(dirname(file), { recursive: true });
		await clock.advance(0);
		return clock;
	}

	/** The environment variables of the processes of n8n that go by this clock. */
	get variables(): Record<string, string> {
		return { NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, PACKAGE_CLOCK_FILE: this.file };
	}

	/** Lets that much time pass at once. */
	async advance(seconds: number): Promise<void> {
		this.shiftMs += seconds * 1_000;
		// Renamed, since n8n may read it at any time.
		const draft = `${this.file}.new`;
		await writeFile(draft, String(this.shiftMs));
		await rename(draft, this.file);
	}
}
