import type { Frame, Locator, Page } from 'playwright-core';

/** What holds an editor: the page, or a frame in which n8n shows an execution. */
export type Place = Page | Frame;

/** What n8n marks for its own tests with `data-test-id`: the one thing that both versions keep. */
export function marked(within: Place | Locator, testId: string): Locator {
	return within.locator(`[data-test-id="${testId}"]`);
}

/** Opens a new workflow or credential from the sidebar; the page isn't loaded anew. */
export async function openNew(page: Page, what: 'workflow' | 'credential'): Promise<void> {
	await marked(page, 'universal-add').click();
	const name = new RegExp(`^(New )?${what}$`, 'i');
	await page.getByRole('menuitem', { name }).click();
}

/** The open dropdown's entry that says exactly this, with or without a description below it. */
export function dropdownEntry(page: Place, label: string): Locator {
	const entries = page.locator('.el-select-dropdown__item:visible');
	return entries.filter({ has: page.getByText(label, { exact: true }) });
}

/**
 * Waits until the editor has taken what was typed: it waits for a pause first. Its timer is set before
 * this one, which is longer and of the same page: so it ends first, however slow the page is.
 */
export async function typingTaken(page: Place): Promise<void> {
	await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
}

/** Whether something can be seen, at the latest after so many milliseconds. */
export async function appears(locator: Locator, timeout: number): Promise<boolean> {
	return await locator.waitFor({ timeout }).then(
		() => true,
		() => false,
	);
}
