import type { IDataObject } from 'n8n-workflow';

/** Delivery of the items of a poll: a crash may lose them, or deliver them before anything was saved. */
export type Delivery = 'delivered' | 'lost' | 'deliveredUnsaved';

/** `setAside`: of a team that is no longer watched, so that nothing resolves it. */
interface Opening {
	delivery: Delivery | 'setAside';
	jobId: unknown;
}

/** Checks the delivered items independently of the rules: none twice, and no incident out of order. */
export class DeliveryAudit {
	delivered = 0;

	/** Incidents that were resolved without an opening: only their end was chosen. */
	withoutOpening = 0;

	private readonly results = new Map<string, Delivery>();

	private readonly open = new Map<string, Opening>();

	/** @returns in words, which results were delivered before, and what is wrong with alerts */
	add(items: readonly IDataObject[], delivery: Delivery): { doubled: string[]; wrong: string[] } {
		if (delivery === 'lost') return { doubled: [], wrong: [] };
		const results = items.filter(({ event }) => event === 'newResult');
		const alerts = items.filter(({ event }) => event !== 'newResult');
		return {
			doubled: results.flatMap((item) => this.addResult(item, delivery)),
			wrong: alerts.flatMap((item) => this.addAlert(item, delivery)),
		};
	}

	/**
	 * Keys that were opened and not closed, beside those that are meant to be open.
	 *
	 * @param meant the keys of incidents that the rules leave open
	 * @param healthyJobs whose incidents must be closed whatever the rules say
	 */
	leftOpen(meant: ReadonlySet<string>, healthyJobs: ReadonlySet<unknown>): string[] {
		const watched = [...this.open].filter(([, { delivery }]) => delivery !== 'setAside');
		const left = watched.filter(([key, { jobId }]) => !meant.has(key) || healthyJobs.has(jobId));
		return left.map(([key]) => key);
	}

	/** The trigger is given another team: the open incidents of the previous one stay as they are. */
	setAside(): void {
		for (const opening of this.open.values()) opening.delivery = 'setAside';
	}

	private addResult({ result_id }: IDataObject, delivery: Delivery): string[] {
		const id = String(result_id);
		const earlier = this.results.get(id);
		if (earlier === undefined) this.delivered++;
		this.results.set(id, delivery);
		return earlier === 'delivered' ? [`result ${id} was delivered before`] : [];
	}

	private addAlert(item: IDataObject, delivery: Delivery): string[] {
		const { incident_key, incident_action: action, title, event, job_id: jobId } = item;
		if (incident_key === null) return [];
		const key = String(incident_key);
		const earlier = this.open.get(key);
		if (action === 'resolve') {
			if (earlier === undefined) this.withoutOpening++;
			if (delivery === 'delivered') this.open.delete(key);
			return [];
		}
		this.open.set(key, { delivery, jobId });
		if (action === 'trigger')
			return earlier?.delivery === 'delivered' ? [`opened twice: ${String(title)}`] : [];
		return earlier === undefined ? [`not open: ${String(event)} ${String(title)}`] : [];
	}
}
