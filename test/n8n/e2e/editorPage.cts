import type { Browser, Page } from 'playwright-core';
import type { N8nTestBed } from '../../../support/n8n/testBed.cts';
import { openBrowser } from '../../helpers/browser.cts';
import { Canvas } from './editor/canvas.cts';
import { CredentialDialog } from './editor/credentialDialog.cts';
import { Executions } from './editor/executions.cts';
import { NodePanel } from './editor/nodePanel.cts';

/** The size of a small laptop's screen. */
const usualSize = { width: 1280, height: 800 };

/** Every form of the node fits into this. */
const tallSize = { width: 1280, height: 1900 };

/** The node's name in the list of nodes; its trigger is found under the same name. */
export const nodeName = 'ASA Active Directory';

/** Nothing on the page takes longer, even on a busy machine. */
const timeoutMs = 45_000;

/** n8n's editor in a browser: one page, and what is on it. */
export class EditorPage {
	readonly dialog: CredentialDialog;
	readonly canvas: Canvas;
	readonly panel: NodePanel;
	readonly executions: Executions;

	private constructor(
		readonly page: Page,
		private readonly browser: Browser,
		url: string,
	) {
		this.dialog = new CredentialDialog(page);
		this.canvas = new Canvas(page);
		this.panel = new NodePanel(page);
		this.executions = new Executions(page, url);
	}

	/** @param signal closes the browser */
	static async open(url: string, signal: AbortSignal): Promise<EditorPage> {
		const browser = await openBrowser(signal);
		const context = await browser.newContext({ viewport: usualSize, colorScheme: 'light' });
		const page = await context.newPage();
		page.setDefaultTimeout(timeoutMs);
		return new EditorPage(page, browser, url);
	}

	/** Signs in on the page, as people do. */
	async signIn({ url, owner }: N8nTestBed): Promise<void> {
		await this.page.goto(`${url}/signin`);
		await this.page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
		await this.page.locator('input[type=password]').fill(owner.password);
		await this.page.keyboard.press('Enter');
		await this.page.waitForURL('**/home/workflows');
	}

	/** Does something while the page is tall enough for every form of the node. */
	async whileTall(work: () => Promise<void>): Promise<void> {
		await this.page.setViewportSize(tallSize);
		await work();
		await this.page.setViewportSize(usualSize);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
