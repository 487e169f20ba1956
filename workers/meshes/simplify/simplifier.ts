import { MeshoptSimplifier } from 'meshoptimizer';

await MeshoptSimplifier.ready;

/**
 * meshoptimizer's simplifier, ready for use. One instance per thread, as every module has: its memory grows to what the
 * largest mesh takes (measured: 190 bytes per triangle) and is used again for the next one.
 */
export const simplifier = MeshoptSimplifier;
