import type { INodeParameters } from 'n8n-workflow';
import type { ConnectionState, JobState } from '../../sandbox/state.cts';
import { byId, type Sent } from './runOperation.cts';

/** What a row may refer to: the first connection of the demo and what belongs to it. */
export interface Fixture {
	dialect: 'client' | 'page';
	connection: ConnectionState;
	server: JobState;
	user: JobState;
	project: string;
	gateway: string;
}

/** One run of an operation: what goes in, exactly what is sent, and what comes out. */
export interface Row {
	resource: string;
	operation: string;
	/** Which way the operation goes here, if it has several. */
	way?: string;
	/** An operation of the resource that is run before with the same parameters, and isn't looked at. */
	before?: string;
	/** Parameters; one of them takes `{{ $json.pick }}`, which tells the good item from the bad one. */
	parameters: (fixture: Fixture) => INodeParameters;
	/** What the good item holds as `pick`. */
	good: (fixture: Fixture) => string | number;
	/** What the bad item holds as `pick`, and the message that it ends with. */
	bad: { pick: string | number; message: string };
	/** Numbers of the endpoints that are called, in order. */
	endpoints: (fixture: Fixture) => number[];
	sent: (fixture: Fixture) => Sent[];
	output: (fixture: Fixture) => object[];
}

/** What tells the good item of a row from the bad one. */
export const pick = '={{ $json.pick }}';

/** Rows of operations whose bad item has no connection. */
export const onConnection = {
	good: ({ connection }: Fixture) => connection.id,
	bad: { pick: '', message: "'Connection' is empty" },
};

/** The connection that the item holds. */
export const onFirst = () => ({ connection: byId(pick) });
