import type { z } from 'zod';
import type { Certainty } from './endpoints.cts';

/** How sure a default is; a `setting` of the simulation says nothing about ASA. */
export type SwitchCertainty = Certainty | 'setting';

/** One switch: everything there is to know about it. */
export interface Switch<Schema extends z.ZodTypeAny = z.ZodTypeAny> {
	schema: Schema;
	/** Its value at the start. */
	initial: z.output<Schema>;
	certainty: SwitchCertainty;
	/** In Markdown, as it stands in README.md. */
	description: string;
}

export function declare<Schema extends z.ZodTypeAny>(
	schema: Schema,
	initial: z.output<Schema>,
	certainty: SwitchCertainty,
	description: string,
): Switch<Schema> {
	return { schema, initial, certainty, description };
}
