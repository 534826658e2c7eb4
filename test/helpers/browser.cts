import { type Browser, chromium } from 'playwright-core';
import { provideDebianPackages } from '../../support/system/debianPackages.cts';
import { exists } from '../../support/system/folders.cts';

/** Where Debian's package puts it. */
const chromiumPath = '/usr/bin/chromium';

/** A browser that only connects to the page, and needs neither a display nor its own sandbox. */
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/**
 * Makes sure that Chromium of Debian's packages is there; under CI it is installed.
 *
 * @returns a few words on what was done
 * @throws CliError that says how to install it
 */
export async function provideChromium(signal: AbortSignal): Promise<string> {
	const missing = async () => ((await exists(chromiumPath)) ? [] : ['chromium']);
	return await provideDebianPackages(missing, Boolean(process.env.CI), signal);
}

/**
 * Opens it, without a window.
 *
 * @param signal closes it, so that whatever waits for the page fails at once
 */
export async function openBrowser(signal: AbortSignal): Promise<Browser> {
	// This process handles Ctrl-C.
	const handlers = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
	const browser = await chromium.launch({ executablePath: chromiumPath, args: flags, ...handlers });
	signal.addEventListener('abort', () => void browser.close(), { once: true });
	if (signal.aborted) await browser.close();
	return browser;
}
