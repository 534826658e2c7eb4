import { access } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';
import { run } from '../../../support/system/processGroup.cts';
import { Trouble } from '../../../support/cli/errors.cts';

/** Where Debian's package puts it. */
const CHROMIUM = '/usr/bin/chromium';

/** A browser that calls nobody but the page, and needs neither a display nor a sandbox of its own. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/**
 * Chromium from Debian's packages, installed now where it is missing and this is CI as root.
 *
 * @returns a few words on what was done
 * @throws Trouble saying how to install it, where that can't be done here
 */
export async function provideChromium(signal: AbortSignal): Promise<string> {
	if (await isThere()) return 'there already';
	if (!process.env.CI || process.getuid?.() !== 0) {
		throw new Trouble(`${CHROMIUM} is missing: apt-get install chromium`);
	}
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run({ command: 'apt-get', args: ['update'], env }, signal);
	const args = ['install', '--yes', '--no-install-recommends', 'chromium'];
	await run({ command: 'apt-get', args, env }, signal);
	return 'installed';
}

/** Opens it, without a window. Ctrl-C is this process's own business. */
export async function openBrowser(): Promise<Browser> {
	const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
	return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS, ...signals });
}

async function isThere(): Promise<boolean> {
	return await access(CHROMIUM).then(
		() => true,
		() => false,
	);
}
