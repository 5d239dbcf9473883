import fc from 'fast-check';

/** Properties are tried FUZZ_RUNS times, always with the same values: a score must be repeatable. */
fc.configureGlobal({ numRuns: Number(process.env['FUZZ_RUNS'] ?? 25), seed: 1 });
