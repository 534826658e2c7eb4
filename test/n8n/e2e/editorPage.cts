import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Sandbox } from '../../../support/sandbox/sandboxProcess.cts';
import { openBrowser } from './browser.cts';
import { Canvas } from './editor/canvas.cts';
import { CredentialDialog } from './editor/credentialDialog.cts';
import { Executions } from './editor/executions.cts';
import { NodePanel } from './editor/nodePanel.cts';
import type { House } from './house.cts';
import type { Shots } from './screenshots.cts';

/** As wide as a small laptop's screen. */
export const USUAL_SIZE = { width: 1280, height: 800 };

/** Every form of the node fits into this. */
export const TALL_SIZE = { width: 1280, height: 1900 };

/** As the list of nodes calls it; its trigger is found under the same name. */
export const NODE_NAME = 'ASA Active Directory';

/** A busy machine takes its time; what isn't there after this many milliseconds doesn't come. */
const PATIENCE_MS = 45_000;

/** The editor as a person has it: one page, and what is in it. */
export interface Stage {
	page: Page;
	sandbox: Sandbox;
	dialog: CredentialDialog;
	canvas: Canvas;
	panel: NodePanel;
	executions: Executions;
	shots: Shots;
}

/** The browser with its one page, opened once n8n runs. */
export class Window {
	private browser: Browser | undefined;
	private context: BrowserContext | undefined;

	/** Opens the editor and signs in by its form. */
	async open({ n8n, owner, sandbox }: House, shots: Shots): Promise<Stage> {
		this.browser = await openBrowser();
		this.context = await this.browser.newContext({ viewport: USUAL_SIZE, colorScheme: 'light' });
		const page = await this.context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		shots.watch(page);
		await page.goto(`${n8n.url}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
		await page.locator('input[type=password]').fill(owner.password);
		await page.keyboard.press('Enter');
		await page.waitForURL('**/home/workflows');
		return {
			page,
			sandbox,
			dialog: new CredentialDialog(page),
			canvas: new Canvas(page),
			panel: new NodePanel(page),
			executions: new Executions(page, n8n.url),
			shots,
		};
	}

	async close(): Promise<void> {
		await this.browser?.close();
	}
}
