import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCredential, readFlags } from '../../../contract-check/input.cts';

const team = ['--team', 'acme'];

/** Keeps commander's own words out of the test's output. */
beforeEach(() => {
	jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => jest.restoreAllMocks());

test('a team is enough', () => {
	expect(readFlags(team)).toEqual({
		team: 'acme',
		baseUrl: 'https://app.scaleft.com',
		allowOtherHost: false,
		connections: 10,
		maxRequests: 200,
		timeout: 30,
		write: false,
		yes: false,
		wait: 60,
	});
});

test('writes need a connection by name', () => {
	const flags = readFlags([...team, '--write', '--connection', 'Throw away', '--yes']);
	expect(flags).toMatchObject({ write: true, connection: 'Throw away', yes: true });
});

test.each([
	[[], "required option '--team <name>'"],
	[[...team, '--write'], '--write and --connection go together'],
	[[...team, '--connection', 'x'], '--write and --connection go together'],
	[[...team, '--timeout', '0'], 'Must be a whole number from 1 to 10000'],
	[[...team, '--max-requests', '1.5'], 'Must be a whole number from 1 to 10000'],
	[[...team, 'more'], 'too many arguments'],
])('%j is refused', (args, message) => {
	expect(() => readFlags(args)).toThrow(message);
});

/** The arguments of each contract check that a page shows, as a shell splits them. */
function commandsOf(page: string): string[][] {
	const text = readFileSync(join(__dirname, '../../..', page), 'utf8');
	const lines = [...text.matchAll(/npm run (?:--silent )?contract-check -- (.+)$/gm)];
	return lines.map(([, line]) =>
		[...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain),
	);
}

test.each(['README.md', 'contract-check/README.md', 'docs/troubleshooting.md'])(
	'the commands of %s are accepted',
	(page) => {
		const commands = commandsOf(page);
		expect(commands).not.toHaveLength(0);
		for (const args of commands) expect(() => readFlags(args)).not.toThrow();
	},
);

const flags = { team: 'acme', baseUrl: 'https://app.scaleft.com', allowOtherHost: false };
const common = {
	teamName: 'acme',
	baseUrl: 'https://app.scaleft.com',
	allowOtherHost: false,
	pathCorrections: {},
	sessionToken: '',
};

test('a key from the environment', async () => {
	const variables = { ASA_KEY_ID: 'id', ASA_KEY_SECRET: 'secret' };
	expect(await readCredential(flags, variables)).toEqual({
		...common,
		authentication: 'serviceUserKey',
		keyId: 'id',
		keySecret: 'secret',
	});
});

test('a token from the environment', async () => {
	expect(await readCredential(flags, { ASA_TOKEN: 'token' })).toEqual({
		...common,
		authentication: 'teamToken',
		token: 'token',
	});
});

test('only what is missing is asked for', async () => {
	const questions: string[] = [];
	const promptSecret = async (question: string) => {
		questions.push(question);
		return 'typed';
	};
	const credential = await readCredential(flags, { ASA_KEY_ID: 'id' }, promptSecret);
	expect(credential).toMatchObject({ keyId: 'id', keySecret: 'typed' });
	expect(questions).toEqual(['Key Secret']);
});

test.each([
	[{}, 'No key'],
	[{ ASA_KEY_ID: 'id' }, 'No key'],
	[{ ASA_KEY_SECRET: 'secret' }, 'No key'],
	[{ ASA_TOKEN: 'token', ASA_KEY_ID: 'id' }, 'not both'],
])('%j is not enough without a terminal to ask in', async (variables, message) => {
	await expect(readCredential(flags, variables)).rejects.toThrow(message);
});
