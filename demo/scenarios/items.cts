import type { Inbox, InboxMessage } from '../../support/services/inbox.cts';
import { indented, type ScenarioContext } from './scenario.cts';

/** An item of the trigger, as the example "Follow sync incidents" sends it; only what is used here is named. */
export interface Item {
	event: string;
	title: string;
	text: string;
	severity: string;
	incident_key: string;
	incident_action: string;
	causes: string[];
	closed_by: string | null;
	gateway_status: string | null;
	access_ends_at: string | null;
	servers_at_risk: number | null;
}

/** Suits items of an event. */
export function isEvent(event: string): (item: Item) => boolean {
	return (item) => item.event === event;
}

/** Waits for an item that suits, and prints it. */
export async function untilItem(
	{ inbox, say, signal }: ScenarioContext,
	path: string,
	suits: (item: Item) => boolean,
): Promise<Item> {
	const isIt = (message: InboxMessage) => message.path === path && suits(message.body as Item);
	const { body } = await inbox.messages.waitFor(isIt, signal);
	const item = body as Item;
	const { event, incident_action, severity, causes, text } = item;
	say('');
	say(`${incident_action}: ${event}, severity ${severity}, causes so far ${causes.join(', ')}`);
	say(indented(text));
	say('');
	return item;
}

/** The items that have arrived at a path. */
export function itemsOf({ messages }: Inbox, path: string): Item[] {
	return messages.all.filter((message) => message.path === path).map(({ body }) => body as Item);
}
