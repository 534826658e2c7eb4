import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../../../support/cli/errors.cts';
import { removeFolder } from '../../../support/system/folders.cts';
import {
	type Command,
	lastLineOf,
	ProcessGroup,
	run,
} from '../../../support/system/processGroup.cts';
import { waitUntil } from '../../../support/system/wait.cts';

const databaseRole = 'postgres';

/**
 * A PostgreSQL server that listens on a socket in its own folder, which no other user may enter: so it
 * needs no port and no password. It can't run as root; started by root it runs as Debian's `postgres`.
 */
export class Postgres {
	private home = '';
	private server: ProcessGroup | undefined;

	/** @param programs the folder of PostgreSQL's programs */
	constructor(private readonly programs: string) {}

	/** The folder of the socket: PostgreSQL's clients take it in place of a host. */
	get host(): string {
		return this.home;
	}

	get role(): string {
		return databaseRole;
	}

	/** @throws CliError when it ends instead of answering */
	async start(signal: AbortSignal): Promise<void> {
		const pattern = join(tmpdir(), 'n8n-nodes-okta-asa-postgres-XXXXXX');
		this.home = (await run(asServer('mktemp', ['-d', pattern]), signal)).trim();
		const data = join(this.home, 'data');
		const quick = ['--no-sync', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'];
		const args = [`--pgdata=${data}`, `--username=${databaseRole}`, ...quick];
		await run({ ...asServer(join(this.programs, 'initdb'), args), cwd: this.home }, signal);
		await this.startServer(data, signal);
	}

	/** @param template the database that it begins as a copy of; an empty one when absent */
	async createDatabase(name: string, template = 'template1', signal?: AbortSignal): Promise<void> {
		const sql = `CREATE DATABASE ${name} TEMPLATE ${template}`;
		await run(this.psql('postgres', ['-c', sql]), signal);
	}

	/** The rows that a SELECT answers. */
	async rows<Row>(database: string, select: string): Promise<Row[]> {
		const file = join(this.home, `rows-${performance.now()}.json`);
		const sql = `SELECT coalesce(json_agg(row), '[]') FROM (${select}) row`;
		await run(this.psql(database, ['-o', file, '-c', sql]));
		const rows = JSON.parse(await readFile(file, 'utf8')) as Row[];
		await rm(file);
		return rows;
	}

	/** Blocks all writes to a table until it is released. */
	async lock(database: string, table: string, signal: AbortSignal): Promise<TableLock> {
		const sql = `LOCK TABLE ${table} IN SHARE MODE; SELECT pg_sleep(600)`;
		const holder = new ProcessGroup(this.psql(database, ['-c', sql]));
		const held = `SELECT 1 FROM pg_locks WHERE relation = '${table}'::regclass AND mode = 'ShareLock' AND granted`;
		await waitUntil(async () => await this.hasRows(database, held), 50, signal);
		return {
			waiting: async () => await this.waiting(database),
			release: async () => {
				await holder.stop();
				await waitUntil(async () => !(await this.hasRows(database, held)), 50, signal);
			},
		};
	}

	/** Writes a whole database to a file, as text. */
	async dump(database: string, file: string): Promise<void> {
		await run(this.client('pg_dump', database, ['-f', file]));
	}

	async stop(): Promise<void> {
		// Without this signal it would wait for the last client to leave.
		this.server?.kill('SIGINT');
		await this.server?.stop();
		if (this.home) await removeFolder(this.home);
	}

	private async startServer(data: string, signal: AbortSignal): Promise<void> {
		const settings = {
			listen_addresses: '',
			unix_socket_directories: this.home,
			// What a killed client was waiting to write must not be written later.
			client_connection_check_interval: '200ms',
			// Nothing here has to survive a power failure.
			fsync: 'off',
		};
		const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		const command = asServer(join(this.programs, 'postgres'), ['-D', data, ...options]);
		const server = new ProcessGroup({ ...command, cwd: this.home }, join(this.home, 'log'));
		this.server = server;
		const isReady = async () => {
			if (!server.isRunning) throw new CliError(`PostgreSQL ended: ${await this.lastLogLine()}`);
			return await this.hasRows('postgres', 'SELECT 1').catch(() => false);
		};
		await waitUntil(isReady, 100, signal);
	}

	/** Statements that wait for a lock: the first characters of each. */
	private async waiting(database: string): Promise<string[]> {
		const rows = await this.rows<{ query: string }>(
			database,
			`SELECT left(query, 200) AS query FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`,
		);
		return rows.map(({ query }) => query);
	}

	private async hasRows(database: string, select: string): Promise<boolean> {
		return (await this.rows(database, select)).length > 0;
	}

	private async lastLogLine(): Promise<string> {
		return lastLineOf(await readFile(join(this.home, 'log'), 'utf8').catch(() => ''));
	}

	private psql(database: string, args: string[]): Command {
		const quietly = ['--no-psqlrc', '--quiet', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];
		return this.client('psql', database, [...quietly, ...args]);
	}

	private client(program: string, database: string, args: string[]): Command {
		const connection = ['-h', this.home, '-U', databaseRole, '-d', database];
		return { command: join(this.programs, program), args: [...connection, ...args], env };
	}
}

export interface TableLock {
	/** The first characters of the statements that wait for it. */
	waiting(): Promise<string[]>;
	release(): Promise<void>;
}

const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };

/** A command as the user that the server runs as. */
function asServer(command: string, args: string[]): Command {
	if (process.getuid?.() !== 0) return { command, args, env };
	const user = [`--reuid=${databaseRole}`, `--regid=${databaseRole}`, '--init-groups', '--'];
	return { command: 'setpriv', args: [...user, command, ...args], env };
}
