import {
	isMet,
	outcome,
	spreadInWords,
	targetInWords,
	withUnit,
	type Finding,
	type Target,
} from './finding.cts';

function finding(figure: number, ratio?: number, target?: Target): Finding {
	return { measure: 'Speed', against: 'another', figure, unit: 'ms', ratio, target };
}

const ratioAtMost: Target = { of: 'ratio', is: 'at most', limit: 1.2 };
const ratioAtLeast: Target = { of: 'ratio', is: 'at least', limit: 6 };
const below: Target = { of: 'figure', is: 'below', limit: 20 };
const exactly: Target = { of: 'figure', is: 'exactly', limit: 81 };

describe('a target', () => {
	it.each([
		[finding(900, 1.2, ratioAtMost), true],
		[finding(1, 1.21, ratioAtMost), false],
		[finding(1, 6, ratioAtLeast), true],
		[finding(1, 5.9, ratioAtLeast), false],
		[finding(19.9, undefined, below), true],
		[finding(20, undefined, below), false],
		[finding(81, undefined, exactly), true],
		[finding(82, undefined, exactly), false],
		[finding(1, undefined, ratioAtMost), false],
		[finding(1, 1), undefined],
	])('of %j: %s', (held, expected) => {
		expect(isMet(held)).toBe(expected);
	});

	it('is said in words', () => {
		const words = [ratioAtMost, below, exactly].map((target) =>
			targetInWords(finding(1, 1, target)),
		);
		expect(words).toEqual(['at most 1.2 x', 'below 20 ms', 'exactly 81 ms']);
		expect(targetInWords(finding(1))).toBe('');
	});
});

it('says how far the rounds lie apart, if there are some', () => {
	expect(spreadInWords({ ...finding(1), rounds: [1.1, 0.95, 12.34] })).toBe('0.95 to 12.3');
	expect(spreadInWords({ ...finding(1), rounds: [1.1] })).toBe('');
	expect(spreadInWords(finding(1))).toBe('');
});

it('counts what was met and what was missed, and passes over what has no target', () => {
	const findings = [
		finding(19, 1, below),
		finding(20, 1, below),
		finding(21, 1, below),
		finding(1),
	];
	expect(outcome(findings)).toEqual({ met: 1, missed: 2 });
});

it.each([
	[81, 'requests', '81 requests'],
	[1234.56, 'ms', '1235 ms'],
	[12.345, 'kB', '12.3 kB'],
	[0.2049, 'ms', '0.20 ms'],
	[100, '', '100'],
])('writes %d %s as %s', (figure, unit, expected) => {
	expect(withUnit(figure, unit)).toBe(expected);
});
