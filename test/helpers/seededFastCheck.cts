import fc from 'fast-check';

/*
 * fast-check takes its seed from jest: `npx jest --showSeed` prints it and `npx jest --seed <number>` repeats a run. It
 * is set for all tests of a file that imports this one.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: jest.getSeed() });

export default fc;
