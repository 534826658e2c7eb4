import { closeAll, startAsa, type Asa } from '../asa.cts';
import { byId, firstConnection, signIn } from '../runOperation.cts';

/*
 * What is left of an item that failed: the message, and what to do about it. n8n itself replaces the data of an item
 * that carries an error by the message alone.
 */
let asa: Asa;

beforeEach(async () => {
	asa = await startAsa();
	await signIn(asa);
});
afterEach(closeAll);

const message = "'Frequency' must be 1, 6, 12 or 24, got 3";
const remedy = "Enter 1, 6, 12 or 24 hours for 'Frequency'";

function setSchedule(onError: string) {
	const { connection, user } = firstConnection(asa);
	return asa.engine.run({
		type: 'asaActiveDirectory',
		parameters: {
			resource: 'userSyncJob',
			operation: 'updateSchedule',
			connection: byId(connection.id),
			job: byId(user.id),
			frequency: '={{ $json.hours }}',
		},
		credentials: [asa.credential],
		settings: { onError: onError as 'stopWorkflow' },
		items: [{ hours: 3 }, { hours: 6 }],
	});
}

it('with On Error: Continue, an error item holds message and remedy', async () => {
	const { items } = await setSchedule('continueRegularOutput');
	const { user } = firstConnection(asa);
	expect(items.map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
		[{ error: message, description: remedy }, { item: 0 }],
		[expect.objectContaining({ id: user.id, frequency: 6 }), { item: 1 }],
	]);
});

it('with On Error: Continue (Using Error Output), it goes there with the data of its input', async () => {
	const { outputs } = await setSchedule('continueErrorOutput');
	const { user } = firstConnection(asa);
	expect(outputs.map((items) => items.map(({ json }) => json))).toEqual([
		[expect.objectContaining({ id: user.id, frequency: 6 })],
		[{ hours: 3, error: message, description: remedy }],
	]);
});

it('with On Error: Stop, the execution ends with message and remedy, and nothing is sent', async () => {
	const { error } = await setSchedule('stopWorkflow');
	expect(error).toMatchObject({ message, description: remedy, itemIndex: 0 });
	expect(asa.sent()).toEqual([]);
});

it('an error of a request keeps its remedy too', async () => {
	const { items } = await asa.engine.run({
		type: 'asaActiveDirectory',
		parameters: { resource: 'connection', operation: 'get', connection: byId('gone') },
		credentials: [asa.credential],
		continueOnFail: true,
	});
	expect(items[0].json).toEqual({
		error: expect.stringMatching(/^Get an AD connection: not found/),
		description: expect.stringMatching(/^Check the parameter 'Connection'/),
	});
});
