namespace VectorLR.Cli.Measuring;

/// <summary>One row group of the speed-up table: the same work as a for-loop, on each Isa, and on several threads.</summary>
/// <param name="Name">What is computed.</param>
/// <param name="Shape">On how much.</param>
/// <param name="Bytes">Bytes that the work must read and write at least.</param>
/// <param name="ForLoop">The notes' loops.</param>
/// <param name="Vectorized">The kernel on one Isa.</param>
/// <param name="Threaded">The kernel on the process's Isa, on this many threads.</param>
/// <param name="Error">The largest error of the last result, relative to the largest true value.</param>
internal sealed record Workload(
    string Name, string Shape, long Bytes, Action ForLoop, Action<Isa> Vectorized, Action<int> Threaded, Func<double> Error);
