import { isolated } from './jest.config.mjs';

/** `npm run test:thorough`: what `npm test` leaves out too (test/thorough.cts), each file by itself. */
export default { ...isolated, globals: { isThorough: true } };
