import { deepEqual, equal, match } from 'node:assert/strict';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import type { Tool } from '../services/chatModel.cts';
import { type Scenario, ready } from './scenario.cts';

const exampleId = 'askAnAssistant';
const triggerName = 'When Chat Message Received';
const question = 'Which sync fails?';

/** The model looks up the status, then the results of the first job, and answers. */
export const assistant: Scenario = {
	name: 'ask-an-assistant.json: the agent reads by two tools and answers',

	async workflows(environment) {
		const chatInput = { sessionId: 'test', action: 'sendMessage', chatInput: question };
		return [
			ready(environment, 'ask-an-assistant.json', {
				id: exampleId,
				pinned: { [triggerName]: [chatInput] },
			}),
		];
	},

	async run(environment, signal) {
		const { model, testBed } = environment;
		model.nextTurn = (answers) => {
			const statuses = answers.length === 1 ? (JSON.parse(answers[0]) as Status[]) : [];
			const server = statuses.find(({ job_kind }) => job_kind === 'serverSyncJob');
			if (answers.length === 0) return { call: 'Get_Sync_Status', arguments: {} };
			if (!server) return { say: `Results: ${answers[1]}` };
			const { connection_id, job_id } = server;
			return { call: 'Get_Server_Sync_Results', arguments: { connection_id, job_id } };
		};
		const { status, error, items } = await testBed.api.runToEnd(exampleId, triggerName, signal);
		equal(status, 'success', error);
		equal(model.questions.length, 3);
		const [{ messages, tools }] = model.questions;
		match(String(messages[0].content), /^You answer questions about the sync jobs/);
		equal(messages.at(-1)?.content, question);
		deepEqual(tools.map(signature).sort(), [
			'Get_Server_Sync_Results(connection_id, job_id)',
			'Get_Sync_Status()',
			'Get_User_Sync_Results(connection_id, job_id)',
		]);
		match(String(items.Assistant[0].output), /^Results: .*"outcome":"success"/);
		await failingTool(environment, signal);
	},
};

/** A tool that fails lets the model know what went wrong and what to do. */
async function failingTool({ model, testBed }: ExamplesEnvironment, signal: AbortSignal) {
	model.nextTurn = ([answer]) => {
		const gone = { connection_id: 'gone', job_id: 'gone' };
		return answer === undefined
			? { call: 'Get_Server_Sync_Results', arguments: gone }
			: { say: `Told: ${answer}` };
	};
	const { status, error, items } = await testBed.api.runToEnd(exampleId, triggerName, signal);
	equal(status, 'success', error);
	match(String(items.Assistant[0].output), /^Told: .*"error":.*not found.*"description":"Check/);
}

interface Status {
	job_kind: string;
	connection_id: string;
	job_id: string;
}

function signature({ function: { name, parameters } }: Tool): string {
	return `${name}(${Object.keys(parameters.properties ?? {})
		.sort()
		.join(', ')})`;
}
