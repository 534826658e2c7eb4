import { parseJql, type Searched } from '../../../../../support/services/jira/jql.cts';

const issue: Searched = {
	labels: ['asa-1', 'asa-2'],
	statusCategory: 'new',
	project: 'OPS',
	number: 9,
	created: Date.parse('2026-02-01'),
};

describe('parseJql', () => {
	it.each([
		['labels = "asa-1"', true],
		['labels = asa-2', true],
		['labels = "asa"', false],
		['labels = "asa-1" AND statusCategory != Done', true],
		['labels = "asa-1" and statuscategory = "In Progress"', false],
		['project = OPS AND created >= "2026-01-01"', true],
		['created >= "2026-03-01"', false],
	])('%s', (jql, matches) => {
		expect(parseJql(jql).matches(issue)).toBe(matches);
	});

	it.each([
		['project = OPS', ['younger', 'older']],
		['project = OPS ORDER BY created', ['younger', 'older']],
		['project = OPS order by created ASC', ['older', 'younger']],
		['project = OPS ORDER BY key DESC', ['older', 'younger']],
		['project = OPS ORDER BY key ASC', ['younger', 'older']],
	])('%s has its order', (jql, order) => {
		const issues = [
			{ ...issue, labels: ['older'], number: 10 },
			{ ...issue, labels: ['younger'], created: issue.created + 1 },
		];
		const { compare } = parseJql(jql);
		expect(issues.sort(compare).map(({ labels }) => labels[0])).toEqual(order);
	});

	it.each([
		['', 'Unbounded'],
		['ORDER BY created', 'Unbounded'],
		['labels == "x"', "can't be read"],
		['labels = "x" OR labels = "y"', "can't be read"],
		['labels ~ "x"', "can't be read"],
		['label = "x"', "Field 'label'"],
		['labels != "x"', "Field 'labels' with '!='"],
		['statusCategory = Closed', "The value 'Closed' does not exist"],
		['labels = "x" ORDER BY updated', "order 'updated'"],
	])('refuses %j', (jql, message) => {
		expect(() => parseJql(jql).matches(issue)).toThrow(message);
	});
});
