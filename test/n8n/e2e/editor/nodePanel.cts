import type { Locator } from 'playwright-core';
import { dropdownEntry, byTestId, type PageOrFrame, untilTypingApplied } from './locators.cts';

/** The open panel of a node: its parameters, the run button, its output. */
export class NodePanel {
	private readonly panel: Locator;

	constructor(private readonly page: PageOrFrame) {
		this.panel = byTestId(page, 'ndv');
	}

	/** @param row which of the parameters of that name, if rows hold one each */
	async type(parameter: string, value: string, row = 0): Promise<void> {
		await this.input(parameter, row).locator('input, textarea').first().fill(value);
	}

	/** All parameters, from the first to the last. */
	get form(): Locator {
		return byTestId(this.panel, 'node-parameters');
	}

	/** Scrolls until a parameter can be seen. */
	async show(parameter: string): Promise<void> {
		await this.input(parameter).scrollIntoViewIfNeeded();
	}

	/** Chooses from a dropdown by the label. */
	async choose(parameter: string, label: string): Promise<void> {
		await this.input(parameter).locator('.el-select, .el-input').first().click();
		await dropdownEntry(this.page, label).click();
		await dropdownEntry(this.page, label).waitFor({ state: 'hidden' });
	}

	/** What is chosen of a parameter that takes several, by the labels. */
	async chosen(parameter: string): Promise<string[]> {
		const labels = await this.input(parameter).locator('.el-tag').allInnerTexts();
		return labels.map((label) => label.trim());
	}

	/** Chooses "Reset Value" from the menu beside the label of a parameter. */
	async reset(parameter: string): Promise<void> {
		const input = byTestId(this.page, `parameter-input-${parameter}`);
		const row = this.form.locator('.parameter-item').filter({ has: input });
		await row.hover();
		await byTestId(row, 'action-toggle').first().click();
		// n8n 2.8 holds the closed menus of the other parameters too.
		const entry = this.page.getByText('Reset Value', { exact: true });
		await entry.filter({ visible: true }).click();
		await untilTypingApplied(this.page);
	}

	/** Toggles a switch. */
	async toggle(parameter: string): Promise<void> {
		await this.input(parameter).locator('.el-switch, [role=switch]').first().click();
	}

	/** Opens what a resource locator offers under "From List". */
	async listOf(locator: string, row = 0): Promise<string[]> {
		await byTestId(this.locator(locator, row), 'rlc-input-container').click();
		await byTestId(this.page, 'rlc-item').first().waitFor();
		return await byTestId(this.page, 'rlc-item').allInnerTexts();
	}

	/** Picks from the open list of a resource locator. */
	async pick(label: string): Promise<void> {
		await byTestId(this.page, 'rlc-item').filter({ hasText: label }).click();
		await byTestId(this.page, 'rlc-item').first().waitFor({ state: 'hidden' });
	}

	/** Sets the mode of a resource locator, e.g. "By ID". */
	async chooseMode(locator: string, mode: string): Promise<void> {
		await byTestId(this.locator(locator), 'rlc-mode-selector').click();
		const entry = dropdownEntry(this.page, mode);
		await entry.click();
		// The list closes slowly, and another locator's list has entries of the same names.
		await entry.waitFor({ state: 'hidden' });
	}

	async typeLocator(locator: string, value: string): Promise<void> {
		await byTestId(this.locator(locator), 'rlc-input-container').locator('input').fill(value);
	}

	/** Adds an optional field from a collection's "Add field" or "Add option". */
	async addField(button: string, label: string): Promise<void> {
		// If only one is left, n8n 2.8 shows a plain button that adds it.
		const last = this.panel.getByRole('button', { name: button, exact: true });
		if (await last.isVisible()) {
			await last.click();
		} else {
			await this.panel.getByPlaceholder(button).click();
			await dropdownEntry(this.page, label).click();
		}
		await this.form.getByText(label, { exact: true }).waitFor();
	}

	/** Adds a row to a list of rows. */
	async addRow(parameter: string): Promise<void> {
		await byTestId(this.rows(parameter), 'fixed-collection-add').click();
	}

	rows(parameter: string): Locator {
		return byTestId(this.panel, `fixed-collection-${parameter}`);
	}

	/** The labels of the parameters that are shown, in their order. */
	async labels(): Promise<string[]> {
		const labels = this.form.locator('[data-test-id="input-label"]:visible');
		return (await labels.allInnerTexts()).map((text) => text.split('\n')[0].trim());
	}

	/** The labels of parameters that don't fit into the panel. */
	async cutOffLabels(): Promise<string[]> {
		const words = this.form.locator('[data-test-id="input-label"] span:visible');
		return await words.evaluateAll((spans) =>
			spans
				.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth && clientWidth > 0)
				.map(({ textContent }) => textContent ?? ''),
		);
	}

	/** Runs only this node and waits for its output. */
	async execute(): Promise<void> {
		await this.start();
		await byTestId(this.output, 'node-run-status-success').waitFor();
	}

	/** Runs only this node and waits until it has failed with this message. */
	async executeToError(message: string): Promise<void> {
		await this.start();
		await byTestId(this.output, 'node-error-message').getByText(message).waitFor();
	}

	/** Whether the message or the description of an error is wider than the panel, which cuts it off. */
	async isErrorCutOff(): Promise<boolean> {
		const parts = ['node-error-message', 'node-error-description'];
		const texts = this.output.locator(parts.map((id) => `[data-test-id="${id}"]`).join());
		const widths = await texts.evaluateAll((elements) =>
			elements.map(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth })),
		);
		if (widths.length < parts.length) throw new Error('The output shows no error');
		return widths.some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
	}

	/** The text of the output, e.g. of an error. */
	async outputText(): Promise<string> {
		return await this.output.innerText();
	}

	/** The output's table: a record of texts for each item. */
	async table(): Promise<Record<string, string>[]> {
		await this.output.getByText('Table', { exact: true }).click();
		const table = this.output.locator('table').first();
		await table.locator('tbody td').first().waitFor();
		const heads = await table.locator('thead th').allInnerTexts();
		const rows = await table.locator('tbody tr').all();
		return await Promise.all(rows.map((row) => recordOf(heads, row)));
	}

	async close(): Promise<void> {
		await untilTypingApplied(this.page);
		await byTestId(this.page, 'ndv-close-button').click();
		await this.panel.waitFor({ state: 'hidden' });
	}

	private async start(): Promise<void> {
		await untilTypingApplied(this.page);
		await byTestId(this.panel, 'node-execute-button').click();
	}

	private get output(): Locator {
		return byTestId(this.panel, 'output-panel');
	}

	private input(parameter: string, row = 0): Locator {
		return byTestId(this.panel, `parameter-input-${parameter}`).nth(row);
	}

	private locator(name: string, row = 0): Locator {
		return byTestId(this.panel, `resource-locator-${name}`).nth(row);
	}
}

async function recordOf(heads: string[], row: Locator): Promise<Record<string, string>> {
	const cells = await row.locator('td').allInnerTexts();
	return Object.fromEntries(heads.map((head, index) => [head.trim(), cells[index]?.trim() ?? '']));
}
