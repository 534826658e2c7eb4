import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { temporaryFolder } from '../../support/system/folders.cts';

/** Notifications come and go: a picture might show one or not. */
const hideNotifications = '.el-notification { display: none !important }';

/** Takes screenshots of a page. */
export class Screenshots {
	/** @param folder where they are kept; absent: only those of a failure are taken */
	constructor(
		private readonly page: Page,
		private readonly folder?: string,
	) {}

	/**
	 * @param name of the file, without its extension
	 * @param part what to show of the page; absent: everything visible
	 */
	async take(name: string, part?: Locator): Promise<void> {
		if (!this.folder) return;
		const path = join(this.folder, `${name}.png`);
		// Hovering shows more than people see at first.
		await this.page.mouse.move(0, 0);
		const shown = part ?? this.page;
		await shown.screenshot({ path, style: hideNotifications, animations: 'disabled' });
	}

	/**
	 * Keeps the page as it is at a failure, and its text.
	 *
	 * @returns where, in words, and the text: the folder may be gone when the log is read
	 */
	async takeFailure(): Promise<string> {
		const folder = this.folder ?? (await temporaryFolder('failure'));
		await mkdir(folder, { recursive: true });
		const path = join(folder, 'failure');
		await this.page.screenshot({ path: `${path}.png` });
		const text = await this.page.locator('body').innerText();
		await writeFile(`${path}.txt`, text);
		return `${path}.png and ${path}.txt\n${text.replace(/\n+/g, '\n')}`;
	}
}
