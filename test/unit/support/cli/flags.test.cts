import { commandLine, parsePort, parseWholeNumber } from '../../../../support/cli/flags.cts';

it('shows only the defaults that say something in its help', () => {
	const command = commandLine('example', 'An example.')
		.option('--quick', 'is fast', false)
		.option('--only <text>', 'runs some', '')
		.option('--without <list>', 'runs others', [])
		.option('--count <number>', 'runs many', '0');
	const help = command.helpInformation();
	expect(help.match(/\(default: .*?\)/g)).toEqual(['(default: "0")']);
	expect(help).toContain('--quick');
	expect(command.opts()).toEqual({ quick: false, only: '', without: [], count: '0' });
});

it.each(['1', '65535'])('takes port %s', (text) => {
	expect(parsePort(text)).toBe(Number(text));
});

it.each(['0', '65536', '80a', ''])('refuses port "%s"', (text) => {
	expect(() => parsePort(text)).toThrow('a whole number from 1 to 65535');
});

it('reads whole numbers within limits', () => {
	expect(parseWholeNumber(0)('0')).toBe(0);
	expect(parseWholeNumber(1, 100)('100')).toBe(100);
});

it.each([
	['-1', ', 0 or greater'],
	['', ', 0 or greater'],
	['1.5', ', 0 or greater'],
])('refuses "%s"', (text, range) => {
	expect(() => parseWholeNumber(0)(text)).toThrow(`Must be a whole number${range}.`);
	expect(() => parseWholeNumber(1, 100)('101')).toThrow('from 1 to 100');
});
