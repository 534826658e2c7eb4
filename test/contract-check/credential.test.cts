import { readCredential } from '../../contract-check/credential.cts';

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
	const askSecret = async (question: string) => {
		questions.push(question);
		return 'typed';
	};
	const credential = await readCredential(flags, { ASA_KEY_ID: 'id' }, askSecret);
	expect(credential).toMatchObject({ keyId: 'id', keySecret: 'typed' });
	expect(questions).toEqual(['Key Secret']);
});

test.each([
	[{}, 'There is no key'],
	[{ ASA_KEY_ID: 'id' }, 'There is no key'],
	[{ ASA_KEY_SECRET: 'secret' }, 'There is no key'],
	[{ ASA_TOKEN: 'token', ASA_KEY_ID: 'id' }, 'not both'],
])('%j is not enough where nobody can be asked', async (variables, message) => {
	await expect(readCredential(flags, variables)).rejects.toThrow(message);
});
