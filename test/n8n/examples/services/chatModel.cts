import { randomBytes } from 'node:crypto';
import { HttpService } from '../../../../support/services/httpService.cts';
import type { CredentialImport } from '../../../../support/n8n/workflow.cts';

interface Message {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: unknown;
}

/** A tool as it is described to the model. */
export interface Tool {
	function: {
		name: string;
		description: string;
		parameters: { properties?: Record<string, unknown> };
	};
}

/** A request to the model. */
export interface Question {
	messages: Message[];
	tools: Tool[];
}

/** A call of a tool, or the answer in the end. */
export type Turn = { call: string; arguments: object } | { say: string };

/**
 * A stand-in of a chat model: OpenAI's chat completions, with turns that the test makes up. It shows
 * how an agent describes its tools to a model, and what a model gets back from them.
 */
export class ChatModel extends HttpService {
	readonly questions: Question[] = [];
	/** What it does next, given everything that the tools have answered so far. */
	nextTurn: (answers: string[]) => Turn = () => ({ say: 'There is no answer.' });
	private readonly key = randomBytes(12).toString('hex');

	constructor() {
		super();
		this.server.post('/v1/chat/completions', ({ headers, body }, reply) => {
			if (headers.authorization !== `Bearer ${this.key}`) {
				return reply.code(401).send({ error: { message: 'Incorrect API key provided' } });
			}
			const { model, messages, tools = [] } = body as Question & { model: string };
			this.questions.push({ messages, tools });
			const answers = messages.filter(({ role }) => role === 'tool');
			const turn = this.nextTurn(answers.map(({ content }) => String(content)));
			return reply.send(completion(model, turn));
		});
	}

	get credential(): CredentialImport {
		const data = { apiKey: this.key, url: `${this.url}/v1`, header: false };
		return { id: 'standInModel', name: 'Stand-in chat model', type: 'openAiApi', data };
	}
}

function completion(model: string, turn: Turn): object {
	const calls = 'call' in turn;
	const message = calls
		? { role: 'assistant', content: null, tool_calls: [toolCall(turn)] }
		: { role: 'assistant', content: turn.say };
	return {
		id: `chatcmpl-${randomBytes(6).toString('hex')}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1_000),
		model,
		choices: [{ index: 0, message, finish_reason: calls ? 'tool_calls' : 'stop' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

function toolCall({ call, arguments: values }: { call: string; arguments: object }): object {
	return {
		id: `call_${randomBytes(6).toString('hex')}`,
		type: 'function',
		function: { name: call, arguments: JSON.stringify(values) },
	};
}
