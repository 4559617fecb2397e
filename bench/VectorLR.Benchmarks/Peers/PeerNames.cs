namespace VectorLR.Benchmarks.Peers;

/// <summary>The names of rows, as in the tables of targets and notes.</summary>
internal static class PeerNames
{
    public const string ForLoop = "for-loop";
    public const string TensorPrimitives = "TensorPrimitives";
    public const string TensorPrimitivesRows = "TensorPrimitives, row at a time";
    public const string MathNet = "MathNet";
    public const string OpenBlas = "OpenBLAS";
    public const string Reading = "only reading";
    public const string ScikitLearn = "scikit-learn";
    public const string TheTarget = "the target";
    public const string AccurateSigmoid = "VectorLR, Sigmoid";
    public const string OneThread = "VectorLR, one thread";
    public const string Unsaturated = "VectorLR, logits deviate by 1";

    public static string TwoPasses(string gemv, int threads = 1) =>
        $"OpenBLAS {gemv}, two passes{(threads == 1 ? "" : $", {threads} threads")}";

    public static string Streams(int streams) => $"{Reading} it, {(streams == 1 ? "one stream" : "four streams")}";
}
