namespace VectorLR.Cli.Measuring;

/// <summary>One row group of the speed-up table: the same operation as a for-loop, on each Isa, and on several threads.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Shape">The size of the data.</param>
/// <param name="Bytes">The minimum number of bytes to read and write.</param>
/// <param name="ForLoop">The plain loop.</param>
/// <param name="Vectorized">The kernel on one Isa.</param>
/// <param name="Threaded">The kernel on the Isa of the process, on the given number of threads.</param>
/// <param name="Error">The largest error of the last result, relative to the largest true value.</param>
internal sealed record Workload(
    string Name, string Shape, long Bytes, Action ForLoop, Action<Isa> Vectorized, Action<int> Threaded, Func<double> Error);
