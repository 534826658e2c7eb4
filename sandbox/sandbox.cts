import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { createControl, type Control, type WorldHolder } from './control.cts';
import { parseDataset, type DatasetInput } from './datasets.cts';
import { createRandom } from './random.cts';
import { addConnectionRoutes } from './routes/connections.cts';
import { addControlRoutes } from './routes/control.cts';
import { addInventoryRoutes } from './routes/inventory.cts';
import { addServerSyncJobRoutes } from './routes/serverSyncJobs.cts';
import { addTeamRoutes } from './routes/team.cts';
import { addUserSyncJobRoutes } from './routes/userSyncJobs.cts';
import { behaveLikeTheApi, createServer } from './server.cts';
import type { SwitchChanges, Switches } from './switches.cts';
import { fromRfc3339 } from './time.cts';
import { createWorld, type WorldOptions } from './world.cts';

export interface SandboxOptions {
	/** 0 takes any free port (default). */
	port?: number;
	team?: string;
	/** The service user's key; made from the seed by default. */
	keyId?: string;
	keySecret?: string;
	/** How the server answers; short for the switch of that name. */
	dialect?: Switches['dialect'];
	dataset?: DatasetInput;
	/** Makes ids, durations and random minutes repeatable. */
	seed?: number;
	/** Virtual seconds per real second; 0 (default) stands still and is moved by `advance`. */
	speed?: number;
	/** RFC 3339; Monday 2026-01-05 at midnight by default, so that tests repeat. */
	startTime?: string;
	switches?: SwitchChanges;
}

/** A running simulated ASA team. */
export interface Sandbox extends Control {
	/** Origin, for example http://127.0.0.1:8920. */
	url: string;
	team: string;
	keyId: string;
	keySecret: string;
	/** Ends all connections and the clock. */
	close(): Promise<void>;
}

const loopback = '127.0.0.1';
const defaultStart = '2026-01-05T00:00:00Z';
const defaultSeed = 1;

/**
 * Starts a simulated ASA team on loopback.
 * @throws ControlError when dataset or switches don't fit
 * @throws RangeError when the start time isn't RFC 3339
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const worldOptions = completeOptions(options);
	const holder: WorldHolder = { world: createWorld(worldOptions) };
	const control = createControl(holder, worldOptions);
	const closing = new AbortController();
	const app = createServer(() => holder.world);
	await app.register(
		named('api', async (api) => addApi(api, holder, closing.signal)),
		{ prefix: '/v1' },
	);
	await app.register(
		named('control', async (own) => addControlRoutes(own, control)),
		{ prefix: '/sandbox' },
	);
	try {
		await app.listen({ host: loopback, port: options.port ?? 0 });
	} catch (error) {
		holder.world.clock.stop();
		throw error;
	}
	return {
		...control,
		url: `http://${loopback}:${(app.server.address() as AddressInfo).port}`,
		team: worldOptions.teamName,
		keyId: worldOptions.keyId,
		keySecret: worldOptions.keySecret,
		async close() {
			// Connections first: what waits must not get an answer because of the closing.
			app.server.closeAllConnections();
			closing.abort();
			holder.world.clock.stop();
			await app.close();
		},
	};
}

function completeOptions(options: SandboxOptions): WorldOptions {
	const seed = options.seed ?? defaultSeed;
	// The key has its own random numbers, so that it doesn't depend on the dataset.
	const random = createRandom(seed);
	return {
		teamName: options.team ?? 'demo-team',
		keyId: options.keyId ?? random.uuid(),
		keySecret: options.keySecret ?? random.text(40),
		seed: seed + 1,
		startTime: fromRfc3339(options.startTime ?? defaultStart),
		speed: options.speed ?? 0,
		dataset: parseDataset(options.dataset ?? 'empty'),
		switches: {
			...(options.dialect === undefined ? {} : { dialect: options.dialect }),
			...options.switches,
		},
	};
}

/** Without a name, fastify looks for one among all modules that are loaded; under jest that takes a while. */
function named(name: string, plugin: FastifyPluginAsync): FastifyPluginAsync {
	return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}

function addApi(api: FastifyInstance, holder: WorldHolder, closing: AbortSignal): void {
	behaveLikeTheApi(api, () => holder.world, closing);
	addTeamRoutes(api);
	addInventoryRoutes(api);
	addConnectionRoutes(api);
	addServerSyncJobRoutes(api);
	addUserSyncJobRoutes(api);
}
