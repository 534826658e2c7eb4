import { OktaAsaServiceAccountApi } from '../../credentials/OktaAsaServiceAccountApi.credentials';

const credential = new OktaAsaServiceAccountApi();

describe("the service account's credential", () => {
	it('keeps the names that stored credentials hold', () => {
		expect(credential.name).toBe('oktaAsaServiceAccountApi');
		expect(credential.properties.map(({ name }) => name)).toEqual(['username', 'password']);
	});

	it('shows nobody the password, and asks for both', () => {
		const [username, password] = credential.properties;
		expect(password).toMatchObject({
			typeOptions: { password: true },
			default: '',
			required: true,
		});
		expect(username).toMatchObject({ default: '', required: true });
	});

	it('authenticates nothing: only the bodies of two endpoints carry it', () => {
		expect(credential).not.toHaveProperty('authenticate');
		expect(credential).not.toHaveProperty('preAuthentication');
	});
});
