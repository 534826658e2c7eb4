const { readFileSync } = require('node:fs');
const Module = require('node:module');

/*
 * Loaded into n8n before anything else (packageClock.cts). The modules of this package get a Date whose `now` is ahead
 * by the milliseconds in a file. The rest of n8n keeps the real one: its scheduler counts by the database's clock and
 * would poll too early.
 */
const { PACKAGE_CLOCK_FILE } = process.env;
const packagePath = /[\\/]n8n-nodes-okta-asa[\\/]dist[\\/]/;

const shiftedNow = () => Date.now() + Number(readFileSync(PACKAGE_CLOCK_FILE, 'utf8'));

/** A proxy, so that its dates are dates to n8n too. */
globalThis.packageDate = new Proxy(Date, {
	get: (target, name) => (name === 'now' ? shiftedNow : Reflect.get(target, name)),
});

const { _compile } = Module.prototype;

Module.prototype._compile = function (content, file, ...more) {
	const text = packagePath.test(file)
		? `"use strict"; const Date = globalThis.packageDate; ${content}`
		: content;
	return _compile.call(this, text, file, ...more);
};
