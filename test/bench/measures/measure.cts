import type { Finding } from '../finding.cts';
import type { Bench } from '../preparation.cts';
import type { RunSettings } from '../runProgram.cts';

/** What a measure works with. */
export interface Setting extends RunSettings, Bench {
	rounds: number;
}

export type Measure = (setting: Setting) => Promise<Finding[]>;
