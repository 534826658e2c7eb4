import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../icons');
const svgOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const names = readdirSync(folder);
const colour = /#[0-9a-f]{6}\b/g;

/** The shapes without their colours. */
const shapesOf = (name: string) => svgOf(name).replace(colour, '');

/** WCAG's relative luminance of a colour, from 0 (black) to 1 (white). */
function luminance(hex: string): number {
	const [red, green, blue] = [1, 3, 5].map((start) => {
		const channel = parseInt(hex.slice(start, start + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (lighter + 0.05) / (darker + 0.05);
}

it('every icon has a light and a dark form of the same shapes', () => {
	expect(names.sort()).toEqual([
		'asaActiveDirectory.dark.svg',
		'asaActiveDirectory.svg',
		'oktaAsa.dark.svg',
		'oktaAsa.svg',
	]);
	for (const icon of ['asaActiveDirectory', 'oktaAsa']) {
		expect(shapesOf(`${icon}.dark.svg`)).toBe(shapesOf(`${icon}.svg`));
		expect(svgOf(`${icon}.dark.svg`)).not.toBe(svgOf(`${icon}.svg`));
	}
});

describe.each(names)('%s', (name) => {
	const svg = svgOf(name);

	it('is a small square', () => {
		const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
		expect(width).toBeDefined();
		expect(height).toBe(width);
		expect(Buffer.byteLength(svg)).toBeLessThan(4_000);
	});

	it('holds shapes only: no text, script, style, reference or address', () => {
		const elements = [...svg.matchAll(/<([!?]?\w+)/g)].map(([, element]) => element);
		for (const element of elements) expect(['svg', 'g', 'path', 'circle']).toContain(element);
		expect(svg).not.toMatch(/\son\w+=|href|url\(|&/i);
		expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toContain('://');
	});

	it('stands out from its ground, as WCAG 2.2 asks of graphics (3:1)', () => {
		const ground = name.includes('.dark.') ? '#1e1e1e' : '#ffffff';
		const colours = svg.match(colour) ?? [];
		expect(colours.length).toBeGreaterThan(0);
		for (const own of colours) expect(contrast(own, ground)).toBeGreaterThanOrEqual(3);
	});
});
