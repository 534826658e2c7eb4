import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Notifications come and go: a picture would hold one or not. */
const WITHOUT_NOTIFICATIONS = '.el-notification { display: none !important }';

/** Takes pictures of the page. */
export class Shots {
	private page: Page | undefined;

	/** @param folder where they are kept; absent: nowhere, but for those of a failure */
	constructor(private readonly folder?: string) {}

	/** From now on this page is pictured. */
	watch(page: Page): void {
		this.page = page;
	}

	/**
	 * @param name of the file, without its ending
	 * @param part what to show of the page; absent: all that can be seen
	 */
	async take(name: string, part?: Locator): Promise<void> {
		if (!this.folder || !this.page) return;
		const path = join(this.folder, `${name}.png`);
		// What the pointer hovers over shows more than people see at first.
		await this.page.mouse.move(0, 0);
		const shown = part ?? this.page;
		await shown.screenshot({ path, style: WITHOUT_NOTIFICATIONS, animations: 'disabled' });
	}

	/**
	 * Keeps how the page is at a failure, and its text.
	 *
	 * @returns where, in words, and the text: whoever reads a log may not have the folder
	 */
	async takeFailure(): Promise<string> {
		if (!this.page) return 'none was open yet';
		const folder = this.folder ?? (await mkdtemp(join(tmpdir(), 'n8n-nodes-okta-asa-failure-')));
		await mkdir(folder, { recursive: true });
		const path = join(folder, 'failure');
		await this.page.screenshot({ path: `${path}.png` });
		const text = await this.page.locator('body').innerText();
		await writeFile(`${path}.txt`, text);
		return `${path}.png and ${path}.txt\n${text.replace(/\n+/g, '\n')}`;
	}
}
