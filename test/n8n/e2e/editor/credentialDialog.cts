import type { Locator, Page } from 'playwright-core';
import { marked, openNew, typingTaken } from './locators.cts';

/** The dialog in which a credential is made, tested and changed. */
export class CredentialDialog {
	private readonly dialog: Locator;

	constructor(private readonly page: Page) {
		this.dialog = marked(page, 'editCredential-modal');
	}

	/** Opens it for a new credential, found by its type's name. */
	async openNew(typeName: string): Promise<void> {
		await openNew(this.page, 'credential');
		await marked(this.page, 'new-credential-type-select').click();
		await this.page.keyboard.type(typeName);
		await this.page
			.locator('[data-test-id="new-credential-type-select-option"]:visible')
			.getByText(typeName, { exact: true })
			.click();
		await marked(this.page, 'new-credential-type-button').click();
		await this.dialog.waitFor();
	}

	async fill(field: string, value: string): Promise<void> {
		await marked(this.dialog, `parameter-input-${field}`).locator('input').fill(value);
	}

	/** Saves, which runs the test, and waits until the dialog says this of it. */
	async save(verdict: string): Promise<void> {
		await typingTaken(this.page);
		await marked(this.dialog, 'credential-save-button').getByRole('button').click();
		const details = this.dialog.getByText('More details');
		const said = this.dialog.getByText(verdict);
		await details.or(said).filter({ visible: true }).first().waitFor();
		if (!(await said.isVisible())) await details.click();
		await said.waitFor();
	}

	async close(): Promise<void> {
		await this.dialog.getByRole('button', { name: 'Close this dialog' }).click();
		await this.dialog.waitFor({ state: 'hidden' });
	}
}
