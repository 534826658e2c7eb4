import { sectionFindings } from '../../../../tools/verify/readmeSections.cts';

const sections =
	'Installation,Operations,Credentials,Compatibility,Usage,Resources,Version history';
const readme = sections.split(',').map((section) => `## ${section}\n\nText.\n`);

it('finds nothing if every section is there', () => {
	expect(sectionFindings(readme.join('\n'))).toEqual([]);
});

it.each(readme)('finds that %j is gone', (gone) => {
	const rest = readme.filter((section) => section !== gone);
	const name = gone.split('\n')[0].slice('## '.length);
	expect(sectionFindings(rest.join('\n'))).toEqual([`has no section "${name}"`]);
	expect(sectionFindings([...rest, `#${gone}`].join('\n'))).toHaveLength(1);
});
