import { randomBytes } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { CredentialImport } from '../n8n/workflow.cts';
import { Arrivals } from './arrivals.cts';

/** An e-mail as it was delivered. */
export interface Mail {
	/** Addresses of the envelope: who it was really sent by and to. */
	sender: string;
	recipients: string[];
	/** Of the header, as they would be shown. */
	from: string;
	to: string;
	subject: string;
	text: string;
	/** Empty if the e-mail has no HTML part. */
	html: string;
}

const largestMail = 1_000_000;

/**
 * A stand-in of a mail server: it accepts e-mails by SMTP from those who sign in with its password, and
 * only keeps them in `mails`. A wrong password gets 535, an e-mail before the sign-in 530, one of more
 * than 1 MB 552.
 */
export class Mailbox {
	readonly mails = new Arrivals<Mail>();
	readonly user = 'demo';
	/** Made for this run. */
	readonly password = randomBytes(12).toString('base64url');
	private readonly server = new SMTPServer({
		// There is no certificate that n8n would trust; the mails stay on this machine.
		disabledCommands: ['STARTTLS'],
		allowInsecureAuth: true,
		size: largestMail,
		onAuth: ({ username, password }, _session, done) => {
			const isRight = username === this.user && password === this.password;
			if (isRight) return done(null, { user: username });
			done(new Error('Authentication credentials invalid'));
		},
		onData: (stream, session, done) => {
			this.take(stream, session).then(
				() => done(),
				(error: Error) => done(error),
			);
		},
	});

	/** Starts to listen, on this machine only, on any free port. */
	async open(): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(0, '127.0.0.1', () => resolve());
		});
	}

	/** How n8n's Send Email node reaches it. */
	get credential(): CredentialImport {
		return {
			id: 'standInMailbox',
			name: 'Stand-in mail server',
			type: 'smtp',
			data: {
				user: this.user,
				password: this.password,
				host: '127.0.0.1',
				port: this.port,
				secure: false,
				disableStartTls: true,
				hostName: '',
			},
		};
	}

	get port(): number {
		const address = this.server.server.address() as AddressInfo | null;
		if (!address) throw new Error('The mailbox is not open');
		return address.port;
	}

	async close(): Promise<void> {
		if (!this.server.server.listening) return;
		await new Promise<void>((resolve) => this.server.close(resolve));
	}

	private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
		const { from, to, subject = '', text = '', html } = await simpleParser(stream);
		if (stream.sizeExceeded) throw refusal(552, 'The message is too large');
		const { mailFrom, rcptTo } = session.envelope;
		this.mails.add({
			sender: mailFrom ? mailFrom.address : '',
			recipients: rcptTo.map(({ address }) => address),
			from: shown(from),
			to: shown(to),
			subject,
			text,
			html: html || '',
		});
	}
}

function shown(addresses: AddressObject | AddressObject[] | undefined): string {
	return [addresses ?? []]
		.flat()
		.map(({ text }) => text)
		.join(', ');
}

function refusal(responseCode: number, message: string): Error {
	return Object.assign(new Error(message), { responseCode });
}
