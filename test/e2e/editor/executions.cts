import type { Page } from 'playwright-core';
import { marked } from './locators.cts';
import { NodePanel } from './nodePanel.cts';

/** A polling trigger is asked once a minute. */
const NEXT_POLL_MS = 90_000;

/** The list of a workflow's executions, and the one that is shown beside it. */
export class Executions {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens the list of a workflow. */
	async open(workflowName: string): Promise<void> {
		await this.page.goto(`${this.url}/home/workflows`);
		await this.page.getByText(workflowName, { exact: true }).click();
		await marked(this.page, 'radio-button-executions').click();
	}

	/** Waits until an execution that the next poll may have started has succeeded, and opens it. */
	async openNext(): Promise<void> {
		const entry = marked(this.page, 'current-executions-list').getByText('Succeeded');
		await entry.first().click({ timeout: NEXT_POLL_MS });
		await marked(this.page, 'execution-preview-id').waitFor();
	}

	/** Opens the panel of a node as it was in the execution. */
	async openNode(name: string): Promise<NodePanel> {
		const place = await this.preview();
		await place.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await marked(place, 'ndv').waitFor();
		return new NodePanel(place);
	}

	/** Older versions show the execution in a frame, newer ones in the page. */
	private async preview() {
		const frame = this.page.locator('iframe[data-test-id="workflow-preview-iframe"]');
		const canvas = marked(this.page, 'canvas-node');
		await frame.or(canvas.first()).waitFor();
		const held = await frame.elementHandle({ timeout: 1 }).catch(() => null);
		return (await held?.contentFrame()) ?? this.page;
	}
}
