import { mixedCase, withoutFaults } from './cases/cases.cts';
import { operationsWith } from './cases/operations.cts';
import { faults } from './faults/kinds.cts';
import { readFlags } from './flags.cts';

/** What the command line writes before it ends the process, and the exit code. */
function refusal(args: string[]): string {
	let written = '';
	const keep = (text: unknown) => {
		written += String(text);
		return true;
	};
	const spies = [
		jest.spyOn(process.stderr, 'write').mockImplementation(keep),
		jest.spyOn(process.stdout, 'write').mockImplementation(keep),
		jest.spyOn(process, 'exit').mockImplementation((code) => {
			throw new Error(`exit ${code}`);
		}),
	];
	try {
		readFlags(args);
		return 'no refusal';
	} catch (error) {
		return `${written}${String(error)}`;
	} finally {
		for (const spy of spies) spy.mockRestore();
	}
}

describe('the command line', () => {
	it('leaves out nothing and writes nothing by default', () => {
		expect(readFlags([])).toMatchObject({ without: [], write: false, mixes: 200, seed: 1 });
	});

	it('takes the names of faults to leave out', () => {
		const { without } = readFlags(['--without', 'no answer,wrong types: list']);
		expect(without).toEqual(['no answer', 'wrong types: list']);
	});

	it('can name each fault', () => {
		const names = faults.map(({ name }) => name);
		expect(readFlags(['--without', names.join(',')]).without).toEqual(names);
		expect(new Set(names).size).toBe(names.length);
	});

	it('names what there is if there is no such fault', () => {
		const text = refusal(['--without', 'no answer,nothing']);
		expect(text).toContain("option '--without <list>' argument 'no answer,nothing' is invalid");
		expect(text).toContain('There is no fault "nothing". Allowed are late answer, ');
		expect(text).toContain('exit 1');
	});

	it.each([
		['--only', 'mix'],
		['--without', 'no answer'],
	])('writes no figures of a run with %s', (...args) => {
		expect(refusal(['--write', ...args])).toMatch(/'--write' cannot be used with option/);
	});

	it('lists the faults in its help', () => {
		const text = refusal(['--help']);
		for (const { name } of faults) expect(text).toContain(`\n  ${name}\n`);
	});
});

describe('cases without some faults', () => {
	const operations = operationsWith('a password');
	const mixes = Array.from({ length: 50 }, (_, index) => mixedCase(index + 1, 1, operations));
	const namesOf = ({ case: { injectedFaults } }: (typeof mixes)[number]) =>
		injectedFaults.map(({ fault }) => fault.name);

	it('have all others, at the same requests', () => {
		const [left] = namesOf(mixes[0]);
		const rest = withoutFaults(mixes, [left]);
		for (const mix of rest) {
			const whole = mixes.find(({ id }) => id === mix.id)!;
			const others = whole.case.injectedFaults.filter(({ fault }) => fault.name !== left);
			expect(mix.case).toEqual({ ...whole.case, injectedFaults: others });
		}
		expect(rest.flatMap(namesOf)).not.toContain(left);
	});

	it('are left out if they have no others', () => {
		const [first, ...others] = mixes;
		expect(withoutFaults(mixes, namesOf(first)).map(({ id }) => id)).not.toContain(first.id);
		expect(withoutFaults([first], namesOf(others[0]))).toHaveLength(1);
		expect(withoutFaults(mixes, [])).toEqual(mixes);
	});
});
