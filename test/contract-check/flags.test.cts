import { readFlags } from '../../contract-check/flags.cts';

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
	[[...team, '--timeout', '0'], 'A whole number from 1 to 10000'],
	[[...team, '--max-requests', '1.5'], 'A whole number from 1 to 10000'],
	[[...team, 'more'], 'too many arguments'],
])('%j is refused', (args, message) => {
	expect(() => readFlags(args)).toThrow(message);
});
