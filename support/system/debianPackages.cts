import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailed, run } from './processGroup.cts';
import { Trouble } from '../cli/errors.cts';

/** The programs of Debian's packages, by their paths. */
export interface ServerPrograms {
	redisServer: string;
	redisCli: string;
	/** The folder with `postgres`, `initdb`, `psql` and `pg_dump`. */
	postgresFolder: string;
}

const REDIS_SERVER = '/usr/bin/redis-server';
const REDIS_CLI = '/usr/bin/redis-cli';
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/** Packages may start services of their own when they are installed; nothing here uses those. */
const ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Where Redis and PostgreSQL are.
 *
 * @param mayInstall whether to install what is missing, where this process is root
 * @throws Trouble that names the packages that are missing, or could not be installed
 */
export async function serverPrograms(
	mayInstall: boolean,
	signal: AbortSignal,
): Promise<ServerPrograms> {
	const missing = await missingPackages();
	if (missing.length > 0) {
		if (!mayInstall || process.getuid?.() !== 0) throw new Trouble(adviceFor(missing));
		await install(missing, signal);
		const still = await missingPackages();
		if (still.length > 0) throw new Trouble(`${still.join(' and ')} can't be found`);
	}
	const postgresFolder = (await postgresFolders()).at(-1);
	if (!postgresFolder) throw new Error('PostgreSQL was there a moment ago');
	return { redisServer: REDIS_SERVER, redisCli: REDIS_CLI, postgresFolder };
}

async function missingPackages(): Promise<string[]> {
	const hasRedis = (await exists(REDIS_SERVER)) && (await exists(REDIS_CLI));
	const hasPostgres = (await postgresFolders()).length > 0;
	return [...(hasRedis ? [] : ['redis-server']), ...(hasPostgres ? [] : ['postgresql'])];
}

/** The folders of complete installations, the newest version last. */
async function postgresFolders(): Promise<string[]> {
	const versions = await readdir(POSTGRES_VERSIONS).catch(() => []);
	const folders = versions
		.sort((one, other) => Number(one) - Number(other))
		.map((version) => join(POSTGRES_VERSIONS, version, 'bin'));
	const complete = await Promise.all(folders.map(hasServerAndClient));
	return folders.filter((_folder, index) => complete[index]);
}

async function hasServerAndClient(folder: string): Promise<boolean> {
	const programs = ['postgres', 'initdb', 'psql', 'pg_dump'].map((name) => join(folder, name));
	return (await Promise.all(programs.map(exists))).every(Boolean);
}

async function exists(file: string): Promise<boolean> {
	return await access(file).then(
		() => true,
		() => false,
	);
}

function adviceFor(packages: string[]): string {
	return `Debian's packages are missing: ${packages.join(', ')}. Run it as root with --install, or \`${commandFor(packages).join(' ')}\``;
}

function commandFor(packages: string[]): string[] {
	return ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
}

async function install(packages: string[], signal: AbortSignal): Promise<void> {
	const [command, ...args] = commandFor(packages);
	try {
		await run({ command, args: ['update'], env: ENVIRONMENT }, signal);
		await run({ command, args, env: ENVIRONMENT }, signal);
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		const reason = error.output.trim().split('\n').at(-1);
		throw new Trouble(`${packages.join(' and ')} could not be installed: ${reason}`);
	}
}
