import type { Locator, Page } from 'playwright-core';
import { appears, byTestId, openNew } from './locators.cts';

/** No node has these letters in this order. */
const matchesNothing = 'zqxjzqxj';

/** The canvas of a workflow, and the list from which nodes are added to it. */
export class Canvas {
	constructor(private readonly page: Page) {}

	/** Opens a new, empty workflow; one that was not saved is left as it is. */
	async openNew(): Promise<void> {
		const add = byTestId(this.page, 'canvas-add-button');
		// n8n saves on its own, and stays on the page if that happens while leaving it.
		for (let attempt = 0; attempt < 3; attempt++) {
			await this.leaveForNew(add);
			if (await appears(add, 10_000)) return;
		}
		await add.waitFor();
	}

	private async leaveForNew(add: Locator): Promise<void> {
		await openNew(this.page, 'workflow');
		const leave = this.page.getByRole('button', { name: 'Leave without saving' });
		await add.or(leave).first().waitFor();
		if (await leave.isVisible()) await leave.click();
	}

	/** Opens a new workflow and adds its first node, set up for an action or trigger. */
	async startWith(
		nodeName: string,
		category: 'Actions' | 'Triggers',
		action: string,
	): Promise<void> {
		await this.openNew();
		await this.searchFirstNode('ASA', nodeName);
		await this.openActions(nodeName);
		await this.pickAction(category, action);
	}

	/** Opens the list of nodes for the first node, and searches until a node is found. */
	async searchFirstNode(text: string, nodeName: string): Promise<void> {
		await this.openCreator();
		await this.search(text, nodeName);
	}

	/** Opens the list of nodes for the first node. */
	async openCreator(): Promise<void> {
		await byTestId(this.page, 'canvas-add-button').click();
	}

	/** Searches the open list until a node is found, after the results of an earlier search are gone. */
	async searchAgain(text: string, nodeName: string): Promise<void> {
		await byTestId(this.page, 'node-creator-search-bar').fill(matchesNothing);
		await this.entry(nodeName).waitFor({ state: 'hidden' });
		await this.search(text, nodeName);
	}

	/** Opens the list of nodes for one that follows the last node, and searches until a node is found. */
	async searchNextNode(text: string, nodeName: string): Promise<void> {
		await byTestId(this.page, 'canvas-handle-plus').last().click();
		await this.search(text, nodeName);
	}

	/** Opens a found node's actions and triggers. */
	async openActions(nodeName: string): Promise<void> {
		await this.entry(nodeName).click();
		await this.creator.getByText(/^Actions \(\d+\)/).waitFor();
	}

	/** The list of nodes, to be looked at. */
	get creator(): Locator {
		return byTestId(this.page, 'node-creator');
	}

	/** Adds the node with an action or trigger set up; its panel opens, with the credential chosen. */
	async pickAction(category: 'Actions' | 'Triggers', action: string): Promise<void> {
		const entry = this.creator.getByText(action, { exact: true });
		// Which of the two lists is open depends on where the node is added.
		const isOpen = await appears(entry, 2_000);
		if (!isOpen) await this.creator.getByText(new RegExp(`^${category} \\(\\d+\\)`)).click();
		await entry.click();
		// n8n selects the only credential of the type, a moment after the panel has opened.
		await byTestId(this.page, 'credential-edit-button').waitFor();
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await byTestId(this.page, 'ndv').waitFor();
	}

	/** Takes a workflow from a file, as the menu's "Import from file" does. */
	async importFile(path: string): Promise<void> {
		await byTestId(this.page, 'workflow-import-input').setInputFiles(path);
	}

	/** Waits until a node stands on the canvas. */
	async waitFor(name: string): Promise<void> {
		await this.node(name).waitFor();
	}

	/** The names of the nodes that n8n doesn't know. */
	async unknownNodes(): Promise<string[]> {
		const unknown = byTestId(this.page, 'canvas-node').filter({
			hasText: /not installed|install this node/i,
		});
		return await unknown.evaluateAll((nodes) => nodes.map((node) => node.dataset.nodeName ?? ''));
	}

	/** What stands below a node: its name and its subtitle. */
	async textOf(name: string): Promise<string[]> {
		const text = await this.node(name).innerText();
		return text.split('\n').map((line) => line.trim());
	}

	async zoomToFit(): Promise<void> {
		await byTestId(this.page, 'zoom-to-fit').click();
	}

	async rename(name: string): Promise<void> {
		const title = byTestId(this.page, 'workflow-name-input');
		await title.click();
		await byTestId(title, 'inline-edit-input').fill(name);
		await this.page.keyboard.press('Enter');
	}

	/** The file of a node's icon, as the theme has it. */
	async iconOf(name: string): Promise<string> {
		return (await this.node(name).locator('img').first().getAttribute('src')) ?? '';
	}

	/** Publishes the workflow: from then on its trigger polls. */
	async publish(): Promise<void> {
		await byTestId(this.page, 'workflow-open-publish-modal-button').click();
		await byTestId(this.page, 'workflow-publish-button').click();
		await this.page.getByRole('button', { name: 'Got it' }).click();
	}

	private node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	private entry(nodeName: string): Locator {
		const name = this.page.getByText(nodeName, { exact: true });
		return byTestId(this.creator, 'item-iterator-item').filter({ has: name });
	}

	private async search(text: string, nodeName: string): Promise<void> {
		await byTestId(this.page, 'node-creator-search-bar').fill(text);
		await this.entry(nodeName).waitFor();
	}
}
