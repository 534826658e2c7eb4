import type { Finding } from '../finding.cts';
import type { MintsResult } from '../programs/mints.cts';
import { runProgram } from '../runProgram.cts';
import type { Setting } from './measure.cts';

const items = 50;

/** How many tokens are minted if the token has expired. */
export async function measureMints(setting: Setting): Promise<Finding[]> {
	const { packageFolder } = setting;
	const mints = await runProgram<MintsResult>('mints', { packageFolder, items }, setting);
	return [
		{
			measure: `${items} items with an expired token`,
			against: "a declarative node (n8n's own way)",
			figure: mints.node,
			peer: mints.declarative,
			unit: 'minted',
			target: { of: 'figure', is: 'exactly', limit: 1 },
			headline: `${items} items with an expired token (n8n's own way: ${mints.declarative})`,
		},
	];
}
