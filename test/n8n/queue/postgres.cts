import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pollUntil } from '../../../support/system/wait.cts';
import { type Command, ProcessGroup, run } from '../../../support/system/processGroup.cts';
import { Trouble } from '../../../support/cli/errors.cts';

const ROLE = 'postgres';

/**
 * A PostgreSQL of its own, reached through a socket in its own folder, which nobody else may enter:
 * so it needs no port and no password. It refuses to run as root and then runs as Debian's `postgres`.
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
		return ROLE;
	}

	/** @throws Trouble when it ends instead of answering */
	async start(signal: AbortSignal): Promise<void> {
		const pattern = join(tmpdir(), 'n8n-nodes-okta-asa-postgres-XXXXXX');
		this.home = (await run(asServer('mktemp', ['-d', pattern]), signal)).trim();
		const data = join(this.home, 'data');
		const quick = ['--no-sync', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'];
		const args = [`--pgdata=${data}`, `--username=${ROLE}`, ...quick];
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

	/** Keeps everybody from writing to a table, reads excepted, until it is released. */
	async lock(database: string, table: string, signal: AbortSignal): Promise<TableLock> {
		const sql = `LOCK TABLE ${table} IN SHARE MODE; SELECT pg_sleep(600)`;
		const holder = new ProcessGroup(this.psql(database, ['-c', sql]));
		const held = `SELECT 1 FROM pg_locks WHERE relation = '${table}'::regclass AND mode = 'ShareLock' AND granted`;
		await pollUntil(async () => await this.some(database, held), 50, signal);
		return {
			waiting: async () => await this.waiting(database),
			release: async () => {
				await holder.stop();
				await pollUntil(async () => !(await this.some(database, held)) || undefined, 50, signal);
			},
		};
	}

	/** Writes all that is in a database to a file, as text. */
	async dump(database: string, file: string): Promise<void> {
		await run(this.client('pg_dump', database, ['-f', file]));
	}

	async stop(): Promise<void> {
		// Without this signal it would wait until the last client has gone.
		this.server?.kill('SIGINT');
		await this.server?.stop();
		if (this.home) await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
	}

	private async startServer(data: string, signal: AbortSignal): Promise<void> {
		const settings = {
			listen_addresses: '',
			unix_socket_directories: this.home,
			// What a killed client was waiting to write must not be written when it is long gone.
			client_connection_check_interval: '200ms',
			// Nothing here has to outlive the machine.
			fsync: 'off',
		};
		const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		const command = asServer(join(this.programs, 'postgres'), ['-D', data, ...options]);
		const server = new ProcessGroup({ ...command, cwd: this.home }, join(this.home, 'log'));
		this.server = server;
		const isReady = async () => {
			if (!server.isRunning) throw new Trouble(`PostgreSQL ended: ${await this.lastLogLine()}`);
			return await this.some('postgres', 'SELECT 1').catch(() => undefined);
		};
		await pollUntil(isReady, 100, signal);
	}

	/** What somebody wants to write and can't, for a table is locked: the beginnings of the statements. */
	private async waiting(database: string): Promise<string[]> {
		const rows = await this.rows<{ query: string }>(
			database,
			`SELECT left(query, 200) AS query FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`,
		);
		return rows.map(({ query }) => query);
	}

	private async some(database: string, select: string): Promise<true | undefined> {
		return (await this.rows(database, select)).length > 0 || undefined;
	}

	private async lastLogLine(): Promise<string> {
		const log = await readFile(join(this.home, 'log'), 'utf8').catch(() => '');
		return log.trim().split('\n').at(-1) ?? '';
	}

	private psql(database: string, args: string[]): Command {
		const quietly = ['--no-psqlrc', '--quiet', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];
		return this.client('psql', database, [...quietly, ...args]);
	}

	private client(program: string, database: string, args: string[]): Command {
		const connection = ['-h', this.home, '-U', ROLE, '-d', database];
		return { command: join(this.programs, program), args: [...connection, ...args], env };
	}
}

export interface TableLock {
	/** The beginnings of the statements that wait for it. */
	waiting(): Promise<string[]>;
	release(): Promise<void>;
}

const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };

/** A command as the user that the server runs as. */
function asServer(command: string, args: string[]): Command {
	if (process.getuid?.() !== 0) return { command, args, env };
	const user = [`--reuid=${ROLE}`, `--regid=${ROLE}`, '--init-groups', '--'];
	return { command: 'setpriv', args: [...user, command, ...args], env };
}
