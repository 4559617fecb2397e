using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace VectorLR.Training;

/// <summary>The objective over examples in memory or in a mapped file.</summary>
/// <remarks>
/// The shape of X alone determines how the examples are split into chunks. Threads share the chunks, and the chunks' partial sums are added
/// as a fixed tree. Results are bit-identical for every number of threads and on every CPU. An objective uses several threads itself, but
/// serves one caller at a time: see <see cref="IObjective"/>.
/// </remarks>
public static class LogisticObjective
{
    /// <summary>An objective over floats, with arithmetic in float.</summary>
    /// <param name="examples">
    /// X, shape (m, n_x), or (n_x, m) if <paramref name="layout"/> is <see cref="Layout.FeatureRows"/>. Not copied.
    /// </param>
    /// <param name="labels">y, length m, each in [0, 1]. Copied.</param>
    /// <param name="options">Scale, sample weights and threads; null for the defaults.</param>
    /// <param name="layout">Whether a row of the matrix is an example or a feature.</param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentException">
    /// There are no examples; the number of labels is not m; the number of sample weights is neither 0 nor m; a sample weight is negative
    /// or not finite; their sum is 0 or infinite; or balanced classes are requested and the labels are not 0 and 1, both present. The
    /// message says which.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A label is not in [0, 1], the scale is not a finite number above 0, or the number of threads is negative.
    /// </exception>
    public static IObjective Create(
        ReadOnlyMemory2D<float> examples,
        ReadOnlySpan<double> labels,
        ObjectiveOptions? options = null,
        Layout layout = Layout.ExampleRows) =>
        Create(new MemoryExamples<float>(examples, layout), labels, options);

    /// <summary>An objective over doubles, with arithmetic in double.</summary>
    /// <inheritdoc cref="Create(ReadOnlyMemory2D{float}, ReadOnlySpan{double}, ObjectiveOptions?, Layout)"/>
    public static IObjective Create(
        ReadOnlyMemory2D<double> examples,
        ReadOnlySpan<double> labels,
        ObjectiveOptions? options = null,
        Layout layout = Layout.ExampleRows) =>
        Create(new MemoryExamples<double>(examples, layout), labels, options);

    /// <summary>An objective over bytes. They stay bytes in memory and are widened in registers.</summary>
    /// <param name="examples">
    /// X, shape (m, n_x), or (n_x, m) if <paramref name="layout"/> is <see cref="Layout.FeatureRows"/>. Not copied.
    /// </param>
    /// <param name="labels">y, length m, each in [0, 1]. Copied.</param>
    /// <param name="precision">The precision of the arithmetic.</param>
    /// <param name="options">Scale, sample weights and threads; null for the defaults.</param>
    /// <param name="layout">Whether a row of the matrix is an example or a feature.</param>
    /// <inheritdoc cref="Create(ReadOnlyMemory2D{float}, ReadOnlySpan{double}, ObjectiveOptions?, Layout)"/>
    public static IObjective Create(
        ReadOnlyMemory2D<byte> examples,
        ReadOnlySpan<double> labels,
        Precision precision,
        ObjectiveOptions? options = null,
        Layout layout = Layout.ExampleRows) =>
        Create(new MemoryExamples<byte>(examples, layout), labels, precision, options);

    /// <summary>An objective over a source of floats, with arithmetic in float.</summary>
    /// <param name="examples">X, in the layout that the source states. Read again in each pass, by several threads at once.</param>
    /// <param name="labels">y, length m, each in [0, 1]. Copied.</param>
    /// <param name="options">Scale, sample weights and threads; null for the defaults.</param>
    /// <returns>
    /// The objective, bit-identical to one over the same examples in memory. Exceptions of the source reach the caller of an evaluation.
    /// </returns>
    /// <inheritdoc cref="Create(ReadOnlyMemory2D{float}, ReadOnlySpan{double}, ObjectiveOptions?, Layout)" path="/exception"/>
    public static IObjective Create(IExampleSource<float> examples, ReadOnlySpan<double> labels, ObjectiveOptions? options = null) =>
        new LogisticObjective<float, float>(examples, labels, options ?? new());

    /// <summary>An objective over a source of doubles, with arithmetic in double.</summary>
    /// <inheritdoc cref="Create(IExampleSource{float}, ReadOnlySpan{double}, ObjectiveOptions?)"/>
    public static IObjective Create(IExampleSource<double> examples, ReadOnlySpan<double> labels, ObjectiveOptions? options = null) =>
        new LogisticObjective<double, double>(examples, labels, options ?? new());

    /// <summary>An objective over a source of bytes. They stay bytes in memory and are widened in registers.</summary>
    /// <param name="examples">X, in the layout that the source states. Read again in each pass, by several threads at once.</param>
    /// <param name="labels">y, length m, each in [0, 1]. Copied.</param>
    /// <param name="precision">The precision of the arithmetic.</param>
    /// <param name="options">Scale, sample weights and threads; null for the defaults.</param>
    /// <inheritdoc cref="Create(IExampleSource{float}, ReadOnlySpan{double}, ObjectiveOptions?)"/>
    public static IObjective Create(
        IExampleSource<byte> examples, ReadOnlySpan<double> labels, Precision precision, ObjectiveOptions? options = null) =>
        precision switch
        {
            Precision.Single => new LogisticObjective<byte, float>(examples, labels, options ?? new()),
            Precision.Double => new LogisticObjective<byte, double>(examples, labels, options ?? new()),
            _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "is not a precision"),
        };
}

internal sealed unsafe partial class LogisticObjective<TX, T> : IObjective
    where TX : unmanaged, INumberBase<TX>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // In values of X: a smaller chunk is not worth the wake-up of a thread.
    private const long MinChunkValues = 256 * 1024;

    // More chunks cost more in partial sums than they gain in balance.
    private const int MaxChunks = 64;

    // A chunk's partial sums cost about as much as a few of its examples, to clear, write and add (docs/performance.md).
    private const int MinChunkExamples = 48;

    // Larger chunks are split even beyond MaxChunks: a view of examples has at most 2^31 - 1 values.
    private const long MaxChunkValues = 1 << 29;

    // A chunk is read a slice at a time, which bounds the memory of a source that converts. Slices are whole tiles of rows of examples, or
    // whole pieces of rows of features, so that no bit changes.
    private const int MaxSliceValues = 1 << 22;
    private const int TileBytes = 8192;
    private const int PieceExamples = 8192;

    private readonly IExampleSource<TX> _examples;
    private readonly ObjectiveOptions _options;
    private readonly Isa _isa;
    private readonly T[] _labels;
    private readonly T[]? _sampleWeights;
    private readonly AlignedArray<T> _weights;
    private readonly AlignedArray<T>[] _partials;
    private readonly LogisticGradientResult[] _sums;
    private readonly Action<int> _evaluateChunk;
    private readonly ThreadTeam _team;
    private readonly double _total;
    private readonly int _sliceCount;
    private FeatureMoments? _moments;
    private T _bias;
    private LabelView? _positives;
    private LabelView _view;
    private int _isInUse;
    private bool _isKnownFinite = typeof(TX) == typeof(byte);

    public LogisticObjective(IExampleSource<TX> examples, ReadOnlySpan<double> labels, ObjectiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(examples);
        (Count, Features) = (examples.Count, examples.Features);
        if (Count == 0)
        {
            throw new ArgumentException("there are no examples", nameof(examples));
        }

        if (labels.Length != Count)
        {
            throw new ArgumentException($"there are {labels.Length} labels for {Count} examples", nameof(labels));
        }

        if (!(options.Scale > 0) || !double.IsFinite(options.Scale))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Scale, "the scale must be a finite number above 0");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        Require.Labels(labels, nameof(labels));
        _examples = examples;
        _options = options;
        _isa = options.Isa ?? Cpu.Isa;
        _labels = Convert(labels);
        double[]? sampleWeights = SampleWeighting.Of(labels, options);
        _sampleWeights = sampleWeights is null ? null : Convert(sampleWeights);
        _view = new(_labels, _sampleWeights);
        (_total, double minWeight) = SumAndMin(_sampleWeights, Count);

        // What the weights were divided by counts for standard errors only.
        TotalWeight = sampleWeights is null ? Count : SampleWeighting.Total(options.SampleWeights.Span, Count);
        SeparableCostBound = labels.IndexOfAnyExcept(0.0, 1.0) < 0 ? minWeight * Math.Log(2) / _total : 0;
        IsSingleClass = AllAre(T.One) || AllAre(T.Zero);

        long values = (long)Count * Features;
        long worthwhile = Math.Min(values / MinChunkValues, Count / MinChunkExamples);
        int chunks = (int)Math.Clamp(RoundUp(worthwhile), 1, Math.Min(Math.Max(MaxChunks, values / MaxChunkValues), Count));
        int whole = examples.Layout == Layout.ExampleRows ? TileBytes / sizeof(T) : PieceExamples;
        _sliceCount = Math.Max(1, MaxSliceValues / Math.Max(1, Features) / whole) * whole;
        _weights = new(Features);
        _sums = new LogisticGradientResult[chunks];
        _partials = new AlignedArray<T>[chunks];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            _partials[chunk] = new(Features);
        }

        int threads = Math.Min(options.Threads == 0 ? Environment.ProcessorCount : options.Threads, chunks);
        _evaluateChunk = EvaluateChunk;
        _team = new(threads);
    }

    public int Count { get; }

    public int Features { get; }

    public double TotalWeight { get; }

    public double SeparableCostBound { get; }

    public bool IsSingleClass { get; }

    public FeatureMoments Moments => _moments ??= FeatureMoments.Measure(
        _examples,
        _sampleWeights is null ? null : Array.ConvertAll(_sampleWeights, double.CreateTruncating),
        _options.Scale,
        _team,
        MeanLabel(),
        _options.FeatureNames);

    public LogisticGradientResult Evaluate(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        LogisticGradientResult cost = Evaluate(new(_labels, _sampleWeights), weights, bias, gradient);
        if (!_isKnownFinite && !(double.IsFinite(cost.Cost) && double.IsFinite(cost.BiasGradient) && Vectors.AreFinite(gradient)))
        {
            // A NaN or an infinity in X reaches dw for any weights, so the first pass detects it. Only a failure scans X for its index.
            for (int chunk = 0; chunk < _partials.Length; chunk++)
            {
                ForEachSlice(chunk, (start, count) => FiniteFeatures.Require(_examples.Slice(start, count), start));
            }
        }

        _isKnownFinite = true;
        return cost;
    }

    public LogisticGradientResult? EvaluatePositives(ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        using OneCaller caller = new(ref _isInUse);
        if (_positives is not LabelView positives)
        {
            // A label y in (0, 1) counts as weight y of class 1 and weight 1 - y of class 0.
            T[] ones = new T[Count];
            T[] sampleWeights = new T[Count];
            for (int i = 0; i < Count; i++)
            {
                ones[i] = T.One;
                sampleWeights[i] = _labels[i] * (_sampleWeights is null ? T.One : _sampleWeights[i]);
            }

            _positives = positives = new(ones, sampleWeights);
        }

        return Evaluate(positives, weights, bias, gradient);
    }

    private LogisticGradientResult Evaluate(LabelView view, ReadOnlySpan<double> weights, double bias, Span<double> gradient)
    {
        Require.Length(weights, nameof(weights), Features, "the number of features");
        Require.Length<double>(gradient, nameof(gradient), Features, "the number of features");
        Fold(weights, bias);
        _view = view;
        _team.Run(_partials.Length, _evaluateChunk);

        PartialSums.Mean(_partials, _total * _options.Scale, gradient);
        LogisticGradientResult sums = PartialSums.Add(_sums);
        return new(sums.Cost / _total, sums.BiasGradient / _total);
    }

    /// <summary>Divides the weights by the scale in double, for X as stored. Elementwise, so the vector width changes no bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fold(ReadOnlySpan<double> weights, double bias)
    {
        Span<T> folded = _weights.Span;
        int j = 0;
        if (typeof(T) == typeof(float))
        {
            Span<float> singles = MemoryMarshal.Cast<T, float>(folded);
            for (; j <= weights.Length - Vector<float>.Count; j += Vector<float>.Count)
            {
                Vector<double> lower = new Vector<double>(weights[j..]) / _options.Scale;
                Vector<double> upper = new Vector<double>(weights[(j + Vector<double>.Count)..]) / _options.Scale;
                Vector.Narrow(lower, upper).CopyTo(singles[j..]);
            }
        }

        for (; j < weights.Length; j++)
        {
            folded[j] = T.CreateTruncating(weights[j] / _options.Scale);
        }

        _bias = T.CreateTruncating(bias);
    }

    private void EvaluateChunk(int chunk)
    {
        Span<T> partial = _partials[chunk].Span;
        partial.Clear();
        LogisticGradientResult sums = default;
        int end = StartOf(chunk + 1);
        for (int start = StartOf(chunk), count; start < end; start += count)
        {
            count = Math.Min(_sliceCount, end - start);
            sums = Kernels.LogisticGradientSum(
                _isa,
                _examples.Slice(start, count),
                _view.Labels.AsSpan(start, count),
                _weights.Span,
                _bias,
                partial,
                _view.SampleWeights is T[] all ? all.AsSpan(start, count) : default,
                sums);
        }

        _sums[chunk] = sums;
    }

    /// <summary>Calls an action with the start and the count of each slice of a chunk.</summary>
    private void ForEachSlice(int chunk, Action<int, int> action)
    {
        int end = StartOf(chunk + 1);
        for (int start = StartOf(chunk), count; start < end; start += count)
        {
            count = Math.Min(_sliceCount, end - start);
            action(start, count);
        }
    }

    /// <summary>Rounds a number above two up to a multiple of four, so that two or four threads get equal numbers of chunks.</summary>
    private static long RoundUp(long chunks) => chunks <= 2 ? chunks : (chunks + 3) & ~3L;

    /// <summary>
    /// The first example of a chunk. With enough examples it is a multiple of four, since kernels read four rows at a time.
    /// </summary>
    private int StartOf(int chunk)
    {
        int chunks = _partials.Length;
        if (chunk == chunks)
        {
            return Count;
        }

        int start = (int)((long)Count * chunk / chunks);
        return Count >= 8 * chunks ? start & ~3 : start;
    }

    private static T[] Convert(ReadOnlySpan<double> values)
    {
        T[] converted = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            converted[i] = T.CreateTruncating(values[i]);
        }

        return converted;
    }

    private double MeanLabel()
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += double.CreateTruncating(_labels[i]) * Weight(i);
        }

        return sum / _total;
    }

    /// <summary>Whether every example of non-zero weight has this label.</summary>
    private bool AllAre(T label)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_labels[i] != label && (_sampleWeights is null || _sampleWeights[i] > T.Zero))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sum of the weights as rounded to T, and the smallest weight above 0.</summary>
    private static (double Total, double Min) SumAndMin(T[]? sampleWeights, int count)
    {
        if (sampleWeights is null)
        {
            return (count, 1);
        }

        double total = 0;
        double min = double.PositiveInfinity;
        foreach (T weight in sampleWeights)
        {
            double value = double.CreateTruncating(weight);
            total += value;
            min = value > 0 ? Math.Min(min, value) : min;
        }

        return (total, min);
    }

    /// <summary>The labels and sample weights of a pass: of all examples, or of the positive class's term.</summary>
    private readonly record struct LabelView(T[] Labels, T[]? SampleWeights);
}
