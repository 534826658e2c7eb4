import { lintConfigFindings, lintFindings } from '../../../../tools/verify/lint.cts';

const silence = '┌   n8n-node lint  v0.48.3\nnpm warn Unknown env config "x".\n';

it('finds nothing if ESLint prints nothing', () => {
	expect(lintFindings({ succeeded: true, output: silence })).toEqual([]);
});

it('finds warnings too, which let ESLint succeed', () => {
	const output = `${silence}\nx.ts\n  1:1  warning  Not so  some-rule\n`;
	expect(lintFindings({ succeeded: true, output })).toEqual([
		'x.ts',
		'  1:1  warning  Not so  some-rule',
	]);
});

it('finds a failure that says nothing', () => {
	expect(lintFindings({ succeeded: false, output: silence })).toHaveLength(1);
});

it('finds the slightest change of the configuration', () => {
	expect(lintConfigFindings()).toEqual([]);
	expect(lintConfigFindings('export default [];\n')).toHaveLength(1);
});
