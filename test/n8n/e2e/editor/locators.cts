import type { Frame, Locator, Page } from 'playwright-core';

/** Where an editor is: the page, or a frame in which n8n shows an execution. */
export type PageOrFrame = Page | Frame;

/** The elements with a `data-test-id`, which n8n sets for its own tests: the same in both versions. */
export function byTestId(within: PageOrFrame | Locator, testId: string): Locator {
	return within.locator(`[data-test-id="${testId}"]`);
}

/** Opens a new workflow or credential from the sidebar, without reloading the page. */
export async function openNew(page: Page, what: 'workflow' | 'credential'): Promise<void> {
	await byTestId(page, 'universal-add').click();
	const name = new RegExp(`^(New )?${what}$`, 'i');
	await page.getByRole('menuitem', { name }).click();
}

/** The open dropdown's entry with exactly this label, with or without a description below it. */
export function dropdownEntry(page: PageOrFrame, label: string): Locator {
	const entries = page.locator('.el-select-dropdown__item:visible');
	return entries.filter({ has: page.getByText(label, { exact: true }) });
}

/**
 * Waits until the editor has applied what was typed, which it does after a short pause. Its timer was
 * set before this longer one on the same page: so it ends first, however slow the page is.
 */
export async function untilTypingApplied(page: PageOrFrame): Promise<void> {
	await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
}

/** Whether something becomes visible within a time. */
export async function appears(locator: Locator, timeoutMs: number): Promise<boolean> {
	return await locator.waitFor({ timeout: timeoutMs }).then(
		() => true,
		() => false,
	);
}
