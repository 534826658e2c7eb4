import type { Page } from 'playwright-core';
import { byTestId } from './locators.cts';
import { NodePanel } from './nodePanel.cts';

/** A polling trigger polls once a minute. */
const nextPollMs = 90_000;

/** The list of a workflow's executions, and the one that is shown beside it. */
export class Executions {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens the list of a workflow. */
	async open(workflowName: string): Promise<void> {
		await this.keepChecklistClosed();
		await this.page.goto(`${this.url}/home/workflows`);
		await byTestId(this.page, 'workflow-card-name')
			.filter({ hasText: workflowName })
			.first()
			.click();
		await byTestId(this.page, 'radio-button-executions').click();
	}

	/** Waits for the success of an execution that wasn't started by hand, and opens it. */
	async openPublished(): Promise<void> {
		const byHand = this.page.locator('[data-icon="flask-conical"]');
		const succeeded = byTestId(this.page, 'current-executions-list')
			.locator('[data-test-execution-status="success"]')
			.filter({ hasNot: byHand });
		await succeeded.first().click({ timeout: nextPollMs });
		await byTestId(this.page, 'execution-preview-id').waitFor();
	}

	/** Opens the panel of a node as it was in the execution. */
	async openNode(name: string): Promise<NodePanel> {
		const preview = await this.preview();
		await preview.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await byTestId(preview, 'ndv').waitFor();
		return new NodePanel(preview);
	}

	/** After a workflow is published, n8n shows advice in a popover that covers other elements. */
	private async keepChecklistClosed(): Promise<void> {
		const checklist = this.page.getByText('Production Checklist', { exact: true });
		await this.page.addLocatorHandler(checklist, () => this.page.keyboard.press('Escape'));
	}

	/** Older versions show the execution in a frame, newer ones in the page. */
	private async preview() {
		const frame = this.page.locator('iframe[data-test-id="workflow-preview-iframe"]');
		await frame.or(byTestId(this.page, 'canvas-node').first()).waitFor();
		if ((await frame.count()) === 0) return this.page;
		const held = await frame.elementHandle();
		return (await held?.contentFrame()) ?? this.page;
	}
}
