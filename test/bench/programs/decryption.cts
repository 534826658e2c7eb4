import '../../engine/harness/outsideJest.cts';
import '../../engine/harness/environment.cts';
import { createHash } from 'node:crypto';
import { CipherAes256CBC } from 'n8n-core/dist/encryption/aes-256-cbc';
import { CipherAes256GCM } from 'n8n-core/dist/encryption/aes-256-gcm';
import { program } from './program.cts';

interface Input {
	rounds: number;
	/** How often a credential is decrypted in a round. */
	times: number;
}

/** Milliseconds of CPU time that one decryption took, by round. */
export type DecryptionResult = number[];

/** A credential of this package as n8n stores it, with a token of a usual length. */
const credential = {
	teamName: 'example-team',
	authentication: 'serviceUserKey',
	keyId: '00000000-0000-4000-8000-000000000000',
	keySecret: 's'.repeat(44),
	baseUrl: 'https://app.scaleft.com',
	bearerToken: 't'.repeat(800),
};

program<Input, DecryptionResult>(async ({ rounds, times }) => {
	// As n8n 2.41.1 does, in its class Cipher: the key is encrypted too, under a hash of the instance's key.
	const instanceKey = createHash('sha256').update('instance key').digest('hex');
	const dataCipher = new CipherAes256CBC();
	const keyCipher = new CipherAes256GCM();
	const key = keyCipher.encrypt('key of the data', instanceKey);
	const stored = dataCipher.encrypt(JSON.stringify(credential), 'key of the data');
	const round = () => {
		const before = process.cpuUsage();
		for (let time = 0; time < times; time++) {
			JSON.parse(dataCipher.decrypt(stored, keyCipher.decrypt(key, instanceKey)));
		}
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000 / times;
	};
	round();
	return await Promise.resolve(Array.from({ length: rounds }, round));
});
