import { CliError } from '../../../../support/cli/errors.cts';
import { type Check, summaryOf, runChecks } from '../../../../tools/verify/check.cts';

const checks: Check[] = [
	{ title: 'good', run: () => ({ findings: [], note: '3 files' }) },
	{ title: 'bad', run: async () => ({ findings: ['one', 'two'], note: '3 files' }) },
	{ title: 'offline', run: () => ({ findings: [], notChecked: 'no answer' }) },
	{
		title: 'broken',
		run: () => {
			throw new CliError('it is not there');
		},
	},
];

it('shows each check, and counts findings apart from what was not checked', async () => {
	let shown = '';
	const tally = await runChecks(checks, (text) => (shown += text));
	expect(shown.split('\n')).toEqual([
		'good ... ok (3 files)',
		'bad ... finding',
		'  one',
		'  two',
		'offline ... not checked: no answer',
		'broken ... finding',
		'  it is not there',
		'',
	]);
	expect(summaryOf(tally)).toBe('1 ok, 1 not checked, 2 with findings');
});

it('does not swallow a mistake of its own', async () => {
	const mistake: Check = { title: 'x', run: () => Promise.reject(new TypeError('no')) };
	await expect(runChecks([mistake], () => undefined)).rejects.toThrow(TypeError);
});
