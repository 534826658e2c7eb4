import { z } from 'zod';
import { createConnection } from './connections.cts';
import { ControlError } from './errors.cts';
import { addOtherServers, emptyDirectory, type DirectorySize } from './directory.cts';
import { serverJobDraft, userJobDraft } from './jobDrafts.cts';
import { createJob, mostActiveUserJobs } from './jobs.cts';
import { describeIssues } from './switches.cts';
import { scheduleJobAt } from './schedule.cts';
import type { Connection, Job, NamedObject, ServerJobRequest, UserJobRequest } from './team.cts';
import { dayMs, hourMs, secondMs } from './time.cts';
import type { World } from './world.cts';

const jobCount = z.number().int().min(0);

const generatedSchema = z
	.object({
		connections: z.number().int().min(0),
		/** The first of each connection is active, the others are not. */
		serverJobsPerConnection: jobCount.default(1),
		/** The first ten of each connection are active, the others are not. */
		userJobsPerConnection: jobCount.default(2),
		/** How many jobs of each frequency (hours); dealt out by the seed, over again if there are more jobs. */
		frequencies: z
			.object({ 1: jobCount, 6: jobCount, 12: jobCount, 24: jobCount })
			.partial()
			.strict()
			.default({ 1: 1, 6: 1, 12: 1, 24: 1 }),
		/** How many virtual days of history the team has at the start. */
		historyDays: z.number().min(0).max(5000).default(0),
		/** Pads the names of jobs to this length. */
		nameLength: z.number().int().min(1).max(255).default(1),
		/** Servers that a successful sync discovers for each rule. */
		serversPerRule: z.number().int().min(0).default(0),
		/** Servers of the team that no sync discovered. */
		otherServers: z.number().int().min(0).default(0),
		/** Users that a successful sync brings. */
		usersPerJob: z.number().int().min(0).default(0),
	})
	.strict();

export type GeneratedDataset = z.input<typeof generatedSchema>;
export type DatasetInput = 'empty' | 'demo' | GeneratedDataset;

export type Dataset = {
	/** How long before the start its history begins. */
	historyMilliseconds: number;
	directory: DirectorySize;
} & ({ kind: 'empty' | 'demo' } | { kind: 'generated'; settings: z.infer<typeof generatedSchema> });

const demoHistoryDays = 2;
const demoDirectory: DirectorySize = { serversPerRule: 5, otherServers: 3, usersPerJob: 40 };
const gateways = ['gateway-east', 'gateway-west'];
const projects = ['web-servers', 'database-servers', 'jump-hosts'];

/** @throws ControlError for an unknown dataset */
export function parseDataset(input: unknown): Dataset {
	if (input === 'empty') {
		return { kind: 'empty', historyMilliseconds: 0, directory: emptyDirectory };
	}
	if (input === 'demo') {
		const historyMilliseconds = demoHistoryDays * dayMs;
		return { kind: 'demo', historyMilliseconds, directory: demoDirectory };
	}
	if (typeof input === 'string') {
		throw new ControlError(`Dataset: "${input}" is neither empty, demo nor a JSON object`);
	}
	const checked = generatedSchema.safeParse(input);
	if (!checked.success) throw new ControlError(`Dataset: ${describeIssues(checked.error)}`);
	const settings = checked.data;
	const { serversPerRule, otherServers, usersPerJob } = settings;
	const isEmpty = serversPerRule + otherServers + usersPerJob === 0;
	return {
		kind: 'generated',
		settings,
		historyMilliseconds: settings.historyDays * dayMs,
		directory: isEmpty ? emptyDirectory : { serversPerRule, otherServers, usersPerJob },
	};
}

/** Puts the objects of a dataset into an empty team. */
export function fillTeam(world: World, dataset: Dataset): void {
	world.team.gateways = gateways.map((name) => ({
		...namedObject(world, name),
		isOnline: true,
		changedAt: world.clock.now(),
	}));
	world.team.projects = projects.map((name) => namedObject(world, name));
	addOtherServers(world);
	if (dataset.kind === 'demo') fillDemo(world);
	if (dataset.kind === 'generated') fillGenerated(world, dataset.settings);
}

function namedObject({ team, random }: World, name: string): NamedObject {
	return { sequence: team.nextSequence(), id: random.uuid(), name };
}

function fillDemo(world: World): void {
	addDemoConnection(world, 'Corporate directory', 'corp.example.com', 0);
	addDemoConnection(world, 'EMEA directory', 'emea.example.com', 1);
}

function addDemoConnection(world: World, name: string, domain: string, gateway: number): void {
	const connection = addConnection(world, name, domain, gateway);
	spread(world, addServerJob(world, connection, { name: 'Servers', frequency: 1 }));
	spread(world, addUserJob(world, connection, { name: 'Employees', frequency: 1 }));
	addUserJob(world, connection, { name: 'Contractors', frequency: 24, start_hour_utc: 2 });
}

function fillGenerated(world: World, settings: z.infer<typeof generatedSchema>): void {
	const nextFrequency = frequencyDealer(world, settings.frequencies);
	const padded = (name: string) => name.padEnd(settings.nameLength, '.');

	for (let number = 1; number <= settings.connections; number++) {
		const digits = String(number).padStart(3, '0');
		const connection = addConnection(
			world,
			`Directory ${digits}`,
			`dc${digits}.example.com`,
			number % gateways.length,
		);
		for (let job = 1; job <= settings.serverJobsPerConnection; job++) {
			const schedule = randomSchedule(world, nextFrequency());
			const is_active = job === 1;
			spread(
				world,
				addServerJob(world, connection, { name: padded(`Servers ${job}`), is_active, ...schedule }),
			);
		}
		for (let job = 1; job <= settings.userJobsPerConnection; job++) {
			const schedule = randomSchedule(world, nextFrequency());
			const is_active = job <= mostActiveUserJobs;
			spread(
				world,
				addUserJob(world, connection, { name: padded(`Users ${job}`), is_active, ...schedule }),
			);
		}
	}
}

/** Deals out the frequencies in an order that the seed decides, each as often as asked. */
function frequencyDealer(
	{ random }: World,
	counts: Partial<Record<1 | 6 | 12 | 24, number>>,
): () => number {
	const deck = Object.entries(counts).flatMap(([frequency, count]) =>
		Array.from({ length: count ?? 0 }, () => Number(frequency)),
	);
	if (deck.length === 0) throw new ControlError('Dataset: frequencies: at least one is needed');
	for (let last = deck.length - 1; last > 0; last--) {
		const other = random.integer(0, last);
		[deck[last], deck[other]] = [deck[other], deck[last]];
	}
	let next = 0;
	return () => deck[next++ % deck.length];
}

function randomSchedule({ random }: World, frequency: number) {
	return frequency === 24 ? { frequency, start_hour_utc: random.integer(0, 23) } : { frequency };
}

/** So that no job meets its next slot while its first run still goes on. */
const shortestFirstPauseSeconds = 600;

/** Without this, all jobs that aren't daily would run in step with the team's first minute. */
function spread(world: World, job: Job): void {
	const { frequency, is_active } = job.settings;
	if (!is_active || frequency === null || frequency === 24) return;
	const ahead =
		world.random.integer(shortestFirstPauseSeconds, (frequency * hourMs) / secondMs) * secondMs;
	scheduleJobAt(world, job, world.clock.now() + ahead);
}

function addConnection(world: World, name: string, domain: string, gateway: number): Connection {
	return createConnection(world, {
		name,
		domain,
		gateway_id: world.team.gateways[gateway].id,
		domain_controllers: [`dc1.${domain}`, `dc2.${domain}`],
		service_account_username: 'svc-asa',
		service_account_password: world.random.text(16),
	});
}

type Varying<Request extends { frequency?: number | null }> = Pick<Request, 'frequency'> & {
	name: string;
	is_active?: boolean;
	start_hour_utc?: number;
};

function addServerJob(
	world: World,
	connection: Connection,
	varying: Varying<ServerJobRequest>,
): Job {
	const draft = serverJobDraft(world, {
		is_active: true,
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		rule_assignments: [
			{
				base_dn: `OU=Servers,${baseDn(connection.domain)}`,
				ldap_query_filter: '(objectCategory=computer)',
				project_id: world.team.projects[0].id,
				priority: 1,
			},
		],
		...varying,
	});
	return createJob(world, connection, draft);
}

function addUserJob(world: World, connection: Connection, varying: Varying<UserJobRequest>): Job {
	const draft = userJobDraft(world, {
		is_active: true,
		base_dn: `OU=People,${baseDn(connection.domain)}`,
		ldap_query_filter: '(objectCategory=person)',
		...varying,
	});
	return createJob(world, connection, draft);
}

function baseDn(domain: string): string {
	return domain
		.split('.')
		.map((part) => `DC=${part}`)
		.join(',');
}
