import { field, type Wire } from './wire';

/** No list of ASA comes near them (10,000 discovered servers is its largest number); a `next` that never ends does. */
const maxPages = 2_000;
const maxEntries = 200_000;

/** So many pages in a row may bring nothing new: entries move on when others are added while a list is read. */
const maxRepeats = 10;

/** The pages of a list that were read so far: knows the entries that come again, and links that lead nowhere. */
export class PageTrail {
	private readonly addresses = new Set<string>();

	private readonly ids = new Set<unknown>();

	private repeats = 0;

	/** Takes a page's entries, each of which has an id; answers those that were on no page before. */
	take(entries: Wire[]): Wire[] {
		const before = this.ids.size;
		const fresh = entries.filter((entry) => {
			const id = field(entry, 'id');
			return !this.ids.has(id) && this.ids.add(id);
		});
		const isRepeated = entries.length > 0 && this.ids.size === before;
		this.repeats = isRepeated ? this.repeats + 1 : 0;
		return fresh;
	}

	/** Goes on to a page; answers whether it may lead to an end. */
	goOn(address: string): boolean {
		const isNew = !this.addresses.has(address);
		this.addresses.add(address);
		return (
			isNew &&
			this.addresses.size < maxPages &&
			this.ids.size < maxEntries &&
			this.repeats < maxRepeats
		);
	}
}
