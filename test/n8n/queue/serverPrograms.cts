import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { provideDebianPackages } from '../../../support/system/debianPackages.cts';
import { exists } from '../../../support/system/folders.cts';

/** The programs of Debian's packages, by their paths. */
export interface ServerPrograms {
	redisServer: string;
	redisCli: string;
	/** The folder with `postgres`, `initdb`, `psql` and `pg_dump`. */
	postgresFolder: string;
}

const redisServerPath = '/usr/bin/redis-server';
const redisCliPath = '/usr/bin/redis-cli';
const postgresVersions = '/usr/lib/postgresql';

/**
 * Finds Redis and PostgreSQL.
 *
 * @param mayInstall whether to install what is missing, if this process is root
 * @throws CliError that names the packages that are missing, or could not be installed
 */
export async function serverPrograms(
	mayInstall: boolean,
	signal: AbortSignal,
): Promise<ServerPrograms> {
	await provideDebianPackages(missingPackages, mayInstall, signal);
	const postgresFolder = (await postgresFolders()).at(-1);
	if (!postgresFolder) throw new Error('PostgreSQL is gone');
	return { redisServer: redisServerPath, redisCli: redisCliPath, postgresFolder };
}

async function missingPackages(): Promise<string[]> {
	const hasRedis = (await exists(redisServerPath)) && (await exists(redisCliPath));
	const hasPostgres = (await postgresFolders()).length > 0;
	return [...(hasRedis ? [] : ['redis-server']), ...(hasPostgres ? [] : ['postgresql'])];
}

/** The folders of complete installations, the newest version last. */
async function postgresFolders(): Promise<string[]> {
	const versions = await readdir(postgresVersions).catch(() => []);
	const folders = versions
		.sort((one, other) => Number(one) - Number(other))
		.map((version) => join(postgresVersions, version, 'bin'));
	const complete = await Promise.all(folders.map(hasServerAndClient));
	return folders.filter((_folder, index) => complete[index]);
}

async function hasServerAndClient(folder: string): Promise<boolean> {
	const programs = ['postgres', 'initdb', 'psql', 'pg_dump'].map((name) => join(folder, name));
	return (await Promise.all(programs.map(exists))).every(Boolean);
}
