import { parseFlatted } from '../../../../support/n8n/flatted.cts';

describe('parseFlatted', () => {
	it('puts nested values together', () => {
		const text = '[{"a":"1","n":5,"none":null},["2","3",true],"text",{"b":"2"}]';
		expect(parseFlatted(text)).toEqual({ a: ['text', { b: 'text' }, true], n: 5, none: null });
	});

	it('reads a circle', () => {
		const read = parseFlatted('[{"self":"0"}]') as { self: unknown };
		expect(read.self).toBe(read);
	});

	it('takes __proto__ as a name like any other', () => {
		const read = parseFlatted('[{"__proto__":"1"},{"polluted":true}]') as object;
		expect(Object.keys(read)).toEqual(['__proto__']);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});
});
