import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Mailbox } from '../../../../support/services/mailbox.cts';

const mail = [
	'From: ASA <asa@example.com>',
	'To: Directory Team <team@example.com>, boss@example.com',
	'Subject: =?utf-8?q?Sync_status_=E2=9C=85?=',
	'',
	'All jobs succeeded.',
	'.',
].join('\r\n');

describe('Mailbox', () => {
	const mailbox = new Mailbox();
	let socket: Socket;

	beforeAll(() => mailbox.open());
	afterAll(() => mailbox.close());

	beforeEach(async () => {
		socket = connect(mailbox.port, '127.0.0.1').setEncoding('utf8');
		await once(socket, 'data');
		await say('EHLO test');
	});
	afterEach(() => socket.destroy());

	/** Sends a line and gives the code of the answer. */
	async function say(line: string): Promise<number> {
		socket.write(`${line}\r\n`);
		const [answer] = (await once(socket, 'data')) as [string];
		return Number(answer.slice(0, 3));
	}

	async function signIn(password = mailbox.password): Promise<number> {
		const plain = Buffer.from(`\0${mailbox.user}\0${password}`).toString('base64');
		return await say(`AUTH PLAIN ${plain}`);
	}

	it('takes an e-mail and reads it as it would be shown', async () => {
		expect(await signIn()).toBe(235);
		expect(await say('MAIL FROM:<asa@example.com>')).toBe(250);
		for (const to of ['team@example.com', 'boss@example.com']) {
			expect(await say(`RCPT TO:<${to}>`)).toBe(250);
		}
		expect(await say('DATA')).toBe(354);
		expect(await say(mail)).toBe(250);
		expect(mailbox.mails.all).toEqual([
			{
				sender: 'asa@example.com',
				recipients: ['team@example.com', 'boss@example.com'],
				from: '"ASA" <asa@example.com>',
				to: '"Directory Team" <team@example.com>, boss@example.com',
				subject: 'Sync status ✅',
				text: 'All jobs succeeded.\n',
				html: '',
			},
		]);
	});

	it('refuses a wrong password, and mail from who has not signed in', async () => {
		const before = mailbox.mails.all.length;
		expect(await signIn('wrong')).toBe(535);
		expect(await say('MAIL FROM:<asa@example.com>')).toBe(530);
		expect(mailbox.mails.all).toHaveLength(before);
	});

	it('refuses an e-mail without a recipient, and one that is too large', async () => {
		await signIn();
		expect(await say('MAIL FROM:<asa@example.com> SIZE=1000001')).toBe(552);
		await say('MAIL FROM:<asa@example.com>');
		expect(await say('DATA')).toBe(503);
		await say('RCPT TO:<team@example.com>');
		await say('DATA');
		const before = mailbox.mails.all.length;
		expect(await say(`Subject: x\r\n\r\n${'x'.repeat(1_000_100)}\r\n.`)).toBe(552);
		expect(mailbox.mails.all).toHaveLength(before);
	});

	it('says how n8n reaches it', () => {
		expect(mailbox.credential).toMatchObject({
			type: 'smtp',
			data: { host: '127.0.0.1', port: mailbox.port, user: 'demo', secure: false },
		});
	});
});
