import type { Locator, Page } from 'playwright-core';
import { byTestId, openNew, untilTypingApplied } from './locators.cts';

/** The dialog in which a credential is made, tested and changed. */
export class CredentialDialog {
	private readonly dialog: Locator;

	constructor(private readonly page: Page) {
		this.dialog = byTestId(page, 'editCredential-modal');
	}

	/**
	 * Opens it for a new credential.
	 *
	 * @param typed what is typed to find its type
	 */
	async openNew(typeName: string, typed: string): Promise<void> {
		await openNew(this.page, 'credential');
		await byTestId(this.page, 'new-credential-type-select').click();
		await this.page.keyboard.type(typed);
		await this.page
			.locator('[data-test-id="new-credential-type-select-option"]:visible')
			.getByText(typeName, { exact: true })
			.click();
		await byTestId(this.page, 'new-credential-type-button').click();
		await this.dialog.waitFor();
	}

	async fill(field: string, value: string): Promise<void> {
		await byTestId(this.dialog, `parameter-input-${field}`).locator('input').fill(value);
	}

	/** Saves, which runs the test, and waits until the dialog shows this result. */
	async save(result: string): Promise<void> {
		await untilTypingApplied(this.page);
		await byTestId(this.dialog, 'credential-save-button').getByRole('button').click();
		const details = this.dialog.getByText('More details');
		const shown = this.dialog.getByText(result);
		await details.or(shown).filter({ visible: true }).first().waitFor();
		if (!(await shown.isVisible())) await details.click();
		await shown.waitFor();
	}

	async close(): Promise<void> {
		await this.dialog.getByRole('button', { name: 'Close this dialog' }).click();
		await this.dialog.waitFor({ state: 'hidden' });
	}
}
