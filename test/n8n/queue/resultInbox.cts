import { Arrivals } from '../../../support/services/arrivals.cts';
import { HttpService } from '../../../support/services/httpService.cts';

/** The two requests that the workflow sends for each item, in this order. */
export type Step = 'lookUp' | 'deliver';

/** What the error workflow sends. */
const report = 'report';

/** A request of the workflow, with the item that it is about. */
export interface Arrival {
	step: Step;
	/** n8n's id of the execution that sent it. */
	execution: string;
	event: string;
	resultId: string | null;
}

/** Receives what the workflow delivers, and can hold back its answer. */
export class ResultInbox extends HttpService {
	private arrivals = new Arrivals<Arrival>();
	/** The executions that the error workflow was started for. */
	readonly reported: string[] = [];
	private held: { step: Step; resultId: string } | undefined;
	private letGo: () => void = () => undefined;

	constructor() {
		super();
		this.server.post<{ Body: { execution: string } }>(`/${report}`, ({ body }) => {
			this.reported.push(body.execution);
			return { taken: true };
		});
		this.server.post<{ Params: { step: Step }; Body: Omit<Arrival, 'step'> }>(
			'/:step',
			async ({ params, body }) => {
				const arrival = { ...body, ...params };
				this.arrivals.add(arrival);
				if (this.isHeld(arrival)) await new Promise<void>((resolve) => (this.letGo = resolve));
				return { taken: true };
			},
		);
	}

	/** Items that were delivered, each as often as it was. */
	get delivered(): Arrival[] {
		return this.arrivals.all.filter(({ step }) => step === 'deliver');
	}

	/** Forgets everything received. */
	forget(): void {
		this.arrivals = new Arrivals<Arrival>();
		this.reported.length = 0;
	}

	/** Holds back the answer to a step for a new result, until `release`. */
	hold(step: Step, resultId: string): void {
		this.held = { step, resultId };
	}

	release(): void {
		this.held = undefined;
		this.letGo();
	}

	/** Waits for a step for a new result. */
	async waitFor(step: Step, resultId: string, signal: AbortSignal): Promise<Arrival> {
		return await this.arrivals.waitFor((arrival) => isOf(arrival, { step, resultId }), signal);
	}

	private isHeld(arrival: Arrival): boolean {
		return this.held !== undefined && isOf(arrival, this.held);
	}
}

function isOf(arrival: Arrival, { step, resultId }: { step: Step; resultId: string }): boolean {
	const { event } = arrival;
	return event === 'newResult' && arrival.step === step && arrival.resultId === resultId;
}
