import { join } from 'node:path';
import type { N8nRelease } from './releases.cts';

export interface N8nSettings {
	/** The folder that holds n8n's `.n8n`: database, settings, community packages. */
	userFolder: string;
	port: number;
	/** The port on which this n8n process talks to its task runner: one of its own for each process. */
	brokerPort: number;
	encryptionKey: string;
	/** More variables, e.g. those of queue mode. */
	variables?: Record<string, string>;
}

/** Of this process's environment n8n gets these only: N8N_*, DB_* and the like would change what it is. */
const HANDED_ON = [
	'PATH',
	'HOME',
	'USER',
	'LANG',
	'LC_ALL',
	'SSL_CERT_FILE',
	'SSL_CERT_DIR',
	'NODE_EXTRA_CA_CERTS',
];

/** n8n's own folder for temporary files: in the system's it leaves some behind. */
export function temporaryFolder(userFolder: string): string {
	return join(userFolder, 'tmp');
}

/**
 * The environment of an n8n that listens on this machine only, calls nobody but whom its workflows
 * call, and keeps everything in its user folder.
 */
export function n8nEnvironment(release: N8nRelease, settings: N8nSettings): NodeJS.ProcessEnv {
	const handedOn = HANDED_ON.filter((name) => process.env[name] !== undefined);
	return {
		...Object.fromEntries(handedOn.map((name) => [name, process.env[name]])),
		TMPDIR: temporaryFolder(settings.userFolder),
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
