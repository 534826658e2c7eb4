import { provideDebianPackages } from '../../../../support/system/debianPackages.cts';

const never = new AbortController().signal;

it('installs nothing if nothing is missing', async () => {
	await expect(provideDebianPackages(async () => [], true, never)).resolves.toBe(
		'already installed',
	);
});

it('says how to install what is missing if it may not', async () => {
	const missing = async () => ['redis-server', 'postgresql'];
	await expect(provideDebianPackages(missing, false, never)).rejects.toThrow(
		'Run `apt-get install --yes --no-install-recommends redis-server postgresql` as root',
	);
});
