/**
 * Whether this is `npm run test:thorough` (jest.thorough.config.mjs), which checks each rule of the trigger in
 * all three of n8n's ways to poll, and answers of a megabyte too. `npm test` leaves these out.
 */
export const isThorough = 'isThorough' in globalThis;
