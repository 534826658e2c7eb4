import { join } from 'node:path';
import type { N8nRelease } from './releases.cts';

export interface N8nSettings {
	/** The folder that holds n8n's `.n8n`: database, settings, community packages. */
	userFolder: string;
	port: number;
	/** The port between this n8n process and its task runner; each process needs its own. */
	brokerPort: number;
	encryptionKey: string;
	/** More variables, e.g. those of queue mode. */
	variables?: Record<string, string>;
}

/** n8n inherits only these of this process's environment: N8N_*, DB_* and the like would change it. */
const inheritedVariables = [
	'PATH',
	'HOME',
	'USER',
	'LANG',
	'LC_ALL',
	'SSL_CERT_FILE',
	'SSL_CERT_DIR',
	'NODE_EXTRA_CA_CERTS',
];

/** n8n's own folder for temporary files: it leaves some behind. */
export function temporaryFolderOf(userFolder: string): string {
	return join(userFolder, 'tmp');
}

/**
 * The environment of an n8n that listens on this machine only, calls only what its workflows call,
 * and keeps everything in its user folder.
 */
export function n8nEnvironment(release: N8nRelease, settings: N8nSettings): NodeJS.ProcessEnv {
	const inherited = inheritedVariables.filter((name) => process.env[name] !== undefined);
	return {
		...Object.fromEntries(inherited.map((name) => [name, process.env[name]])),
		TMPDIR: temporaryFolderOf(settings.userFolder),
		N8N_USER_FOLDER: settings.userFolder,
		N8N_PORT: String(settings.port),
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_ENCRYPTION_KEY: settings.encryptionKey,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		GENERIC_TIMEZONE: 'UTC',
		N8N_DISABLED_MODULES: release.disabledModules.join(','),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
		N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
		...settings.variables,
	};
}
