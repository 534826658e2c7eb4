/**
 * The engine's harness tidies up after a file of tests; outside of jest it does so when the process ends. Import
 * this before the harness. (Outside of jest because its sandbox makes every use of a global slow, which triples the
 * time of hundreds of thousands of requests.)
 */
Object.assign(globalThis, {
	afterAll: (tidyUp: () => void) => process.once('exit', tidyUp),
});
