import type { Finding, Target } from '../finding.cts';
import type { CpuResult } from '../programs/cpu.cts';
import type { DecryptionResult } from '../programs/decryption.cts';
import { runProgram } from '../runProgram.cts';
import { differences, median } from '../statistics.cts';
import type { Setting } from './measure.cts';

const requests = 1_000;

/** The CPU time that the node adds to what n8n's helper takes. */
export async function measureCpu(setting: Setting): Promise<Finding[]> {
	const { packageFolder, rounds } = setting;
	const input = { packageFolder, rounds: 2 * rounds, requests };
	const cpu = await runProgram<CpuResult>('cpu', input, setting);
	const added = (own: number[], helper: number[], way: string, headline?: string): Finding[] => {
		const target: Target = { of: 'figure', is: 'below', limit: 0.3 };
		const against = `n8n's helper alone${way}`;
		const each = differences(own, helper);
		const measure = `CPU time that the node adds to a request${way}`;
		return [
			{
				measure: `CPU time of a request${way}`,
				against,
				figure: median(own),
				peer: median(helper),
				unit: 'ms',
			},
			{ measure, against, figure: median(each), rounds: each, unit: 'ms', target, headline },
		];
	};
	const decryption = await runProgram<DecryptionResult>(
		'decryption',
		{ rounds: 2 * rounds, times: 1_000 },
		setting,
	);
	return [
		...added(cpu.node, cpu.helper, '', "CPU time added to each request of n8n's helper"),
		...added(cpu.nodeWithExpression, cpu.helperWithExpression, ', job from an expression'),
		{
			measure: 'CPU time of decrypting the credential once, as n8n does for each request',
			against: "n8n's ciphers alone",
			figure: median(decryption),
			rounds: decryption,
			unit: 'ms',
		},
	];
}
