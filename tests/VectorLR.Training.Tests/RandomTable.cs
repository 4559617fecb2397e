using System.Globalization;
using System.Numerics;
using System.Text;
using VectorLR.Tests;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>A random table, as integers, for which everything is known, and as stored, an affine image of each column.</summary>
/// <remarks>
/// The image is exact, so that separability and dependence are those of the integers, if units are binary: powers of ten rounded to twelve
/// bits. Decimal units round every value, as a file of numbers does, and take no offset of more than ten deviations.
/// </remarks>
internal sealed class RandomTable
{
    /// <summary>
    /// A product of a weight and a feature is rounded at 2^-53 of the offset: from 10^6 deviations on, logits are off by 10^-10 for each
    /// unit of log-odds per deviation.
    /// </summary>
    private const int MaxOffset = 6;

    /// <summary>Without an intercept a large offset makes every column a copy of a constant.</summary>
    private const int MaxOffsetWithoutIntercept = 2;

    private const int MaxOffsetInDecimals = 1;

    private readonly TableDraw _draw;
    private readonly Random _random;
    private readonly long[] _core;
    private readonly bool[] _isDerived;

    public RandomTable(TableDraw draw)
    {
        (_draw, _random, Count, Features) = (draw, new(draw.Seed), draw.Count, draw.Columns.Length);
        _core = new long[Count * Features];
        _isDerived = new bool[Features];
        for (int j = 0; j < Features; j++)
        {
            FillColumn(j);
        }

        for (int i = Count - draw.RepeatedRows; i < Count; i++)
        {
            int from = _random.Next(Count - draw.RepeatedRows);
            _core.AsSpan(from * Features, Features).CopyTo(_core.AsSpan(i * Features));
        }

        Labels = MakeLabels();
        Weights = MakeWeights();
        RequireBothClasses();
        Store();
    }

    public int Count { get; }

    public int Features { get; }

    /// <summary>The number of examples, or of their copies if there are more.</summary>
    public int MaxTerms => _draw.Weights == WeightKind.Integers ? Math.Max(Count, Enumerable.Range(0, Count).Sum(Copies)) : Count;

    /// <summary>X as stored, (m, n_x) row-major.</summary>
    public double[] Stored { get; private set; } = [];

    /// <summary>What a unit of each column's integers is in X.</summary>
    public double[] Units { get; private set; } = [];

    public double[] Labels { get; }

    /// <summary>The sample weights; empty for none.</summary>
    public double[] Weights { get; }

    public FitOptions Options => new()
    {
        L2 = _draw.L2,
        Intercept = _draw.Intercept,
        Standardize = _draw.Standardize,
        SampleWeights = Weights,
        BalancedClasses = _draw.BalancedClasses,
    };

    /// <summary>The weight of each example, balanced if that is asked for.</summary>
    public double[] EffectiveWeights()
    {
        double[] weights = Weights.Length > 0 ? [.. Weights] : [.. Enumerable.Repeat(1.0, Count)];
        if (_draw.BalancedClasses)
        {
            double positives = weights.Zip(Labels, (weight, label) => weight * label).Sum();
            double negatives = weights.Sum() - positives;
            weights = [.. weights.Zip(Labels, (weight, label) => weight / (label == 1 ? positives : negatives))];
        }

        return weights;
    }

    /// <summary>The population deviation of each column of integers, weighted.</summary>
    public double[] Deviations()
    {
        double[] weights = EffectiveWeights();
        double total = weights.Sum();
        return
        [
            .. Enumerable.Range(0, Features).Select(j =>
            {
                double mean = weights.Select((weight, i) => weight * _core[(i * Features) + j]).Sum() / total;
                long[] values = [.. Enumerable.Range(0, Count).Where(i => weights[i] > 0).Select(i => _core[(i * Features) + j])];
                double squares = weights.Select((weight, i) => weight * Math.Pow(_core[(i * Features) + j] - mean, 2)).Sum();
                return values.Min() == values.Max() ? 0 : Math.Sqrt(squares / total);
            }),
        ];
    }

    /// <summary>The largest magnitude in a column of X as stored.</summary>
    public double LargestStored(int column) => Enumerable.Range(0, Count).Max(i => Math.Abs(Stored[(i * Features) + column]));

    /// <summary>
    /// Whether the classes are separable, in exact arithmetic; null where the rounding of decimal units decides it, so that the integers
    /// and X differ.
    /// </summary>
    public bool? IsSeparable()
    {
        bool ofIntegers = IsSeparable(k => _core[k]);
        return !_draw.Decimal || ofIntegers == IsSeparable(k => Exact(k)) ? ofIntegers : null;
    }

    /// <summary>The optimum in double-double, over the integers. The penalty is on the weights of X as stored, or of z-scores.</summary>
    public ReferenceFit Reference()
    {
        double[] deviations = Deviations();
        double[] penalties = new double[Features];
        for (int j = 0; j < Features; j++)
        {
            double unit = _draw.Standardize && deviations[j] > 0 ? 1 / deviations[j] : Units[j];
            penalties[j] = _draw.L2 / (unit * unit);
        }

        return new([.. _core.Select(value => new DoubleDouble(value, 0))], Labels, penalties, EffectiveWeights(), _draw.Intercept);
    }

    /// <summary>Fits the table as stored, or its integers.</summary>
    public FitResult Fit(IOptimizer optimizer, bool isStored = true, int iterations = 1000) => LogisticRegression.Fit(
        Examples(isStored),
        Labels,
        Options with { Optimizer = optimizer, Stopping = new() { Iterations = iterations } },
        cancellation: TestContext.Current.CancellationToken);

    /// <summary>Fits the table with as many copies of each example as its weight says.</summary>
    public FitResult FitCopies(IOptimizer optimizer)
    {
        int[] rows = [.. Enumerable.Range(0, Count).SelectMany(i => Enumerable.Repeat(i, Copies(i)))];
        double[] copies = [.. rows.SelectMany(i => Stored.AsSpan(i * Features, Features).ToArray())];
        return LogisticRegression.Fit(
            new Examples<double>(copies, rows.Length, Features),
            [.. rows.Select(i => Labels[i])],
            Options with { Optimizer = optimizer, SampleWeights = default },
            cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>The probabilities of a fit of the table as stored, or of its integers.</summary>
    public double[] Probabilities(FitResult fit, bool isStored = true)
    {
        double[] probabilities = new double[Count];
        fit.Model.PredictProbability(Examples(isStored), probabilities);
        return probabilities;
    }

    /// <summary>A weight of a fit of the table as stored, or of its integers, per deviation of the integers.</summary>
    public double WeightPerDeviation(FitResult fit, int column, bool isStored, double deviation)
    {
        double standardDeviation = Deviations()[column];
        double unit = _draw.Standardize && standardDeviation > 0 ? 1 / standardDeviation : isStored ? Units[column] : 1;
        return fit.Model.Parameters.Weights.Span[column] * unit * deviation;
    }

    /// <summary>The draw and, as C#, the table.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{_draw}");
        text.AppendLine(CultureInfo.InvariantCulture, $"double[] x = [{string.Join(", ", Stored.Select(Text))}]; // {Count} x {Features}");
        text.AppendLine(CultureInfo.InvariantCulture, $"double[] labels = [{string.Join(", ", Labels.Select(Text))}];");
        text.AppendLine(CultureInfo.InvariantCulture, $"double[] weights = [{string.Join(", ", Weights.Select(Text))}];");
        return text.ToString();
    }

    private bool IsSeparable(Func<int, BigInteger> value)
    {
        int[] counted = [.. Enumerable.Range(0, Count).Where(i => Weights.Length == 0 || Weights[i] > 0)];
        BigInteger[] bias = _draw.Intercept ? [1] : [];
        return ExactSeparation.Holds(
            counted.Select(i => (BigInteger[])[.. Enumerable.Range(i * Features, Features).Select(value), .. bias]),
            counted.Select(i => Labels[i]));
    }

    /// <summary>An element of X times the power of two that makes every element of its column an integer.</summary>
    private BigInteger Exact(int index)
    {
        int column = index % Features;
        double least = Enumerable.Range(0, Count)
            .Select(i => Math.Abs(Stored[(i * Features) + column]))
            .Where(value => value > 0)
            .Append(double.MaxValue)
            .Min();
        return new(Math.ScaleB(Stored[index], 52 - Math.ILogB(least)));
    }

    private int Copies(int example) => (int)Math.Round(Weights[example] / WeightFactor);

    private double WeightFactor => Math.Pow(10, _draw.WeightExponent);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private Examples<double> Examples(bool isStored)
    {
        double[] values = isStored ? Stored : [.. _core.Select(value => (double)value)];
        if (_draw.Layout == Layout.FeatureRows)
        {
            values = [.. Enumerable.Range(0, values.Length).Select(k => values[(k % Count * Features) + (k / Count)])];
        }

        return new(values, Count, Features, _draw.Layout);
    }

    private void FillColumn(int column)
    {
        ColumnKind kind = _draw.Columns[column].Kind;
        if (column == 0 && kind is ColumnKind.Copy or ColumnKind.Sum or ColumnKind.NearCopy)
        {
            kind = ColumnKind.Integers;
        }

        // Of a column that is no combination of others: a near copy of a near copy would differ by less than double resolves.
        int[] originals = [.. Enumerable.Range(0, column).Where(j => !_isDerived[j])];
        int first = originals.Length == 0 ? 0 : originals[_random.Next(originals.Length)];
        int second = _random.Next(Math.Max(1, column));
        int range = _random.Next(2, 7);
        int special = _random.Next(Count);
        int factor = _random.Next(1, 4) * ((2 * _random.Next(2)) - 1);
        _isDerived[column] = kind is ColumnKind.Constant or ColumnKind.Copy or ColumnKind.Sum or ColumnKind.NearCopy;
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<long> row = _core.AsSpan(i * Features, Features);
            _core[(i * Features) + column] = kind switch
            {
                ColumnKind.Integers => _random.Next(range),
                ColumnKind.Normal => (long)Math.Round(16 * Normal()),
                ColumnKind.Binary => _random.Next(2),
                ColumnKind.OneRow => i == special ? 1 : 0,
                ColumnKind.Constant => range,
                ColumnKind.Copy => factor * row[first],
                ColumnKind.Sum => row[first] + (factor * row[second]) + range,
                _ => (1024 * row[first]) + _random.Next(-3, 4),
            };
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private double[] MakeLabels()
    {
        // Of the columns that are no combinations of others: small integers.
        int[] directions = [.. _isDerived.Select(isDerived => isDerived ? 0 : _random.Next(-2, 3))];
        long[] scores = [.. Enumerable.Range(0, Count).Select(i => directions.Select((by, j) => by * _core[(i * Features) + j]).Sum())];
        double deviation = Math.Max(1, Math.Sqrt(scores.Select(score => Math.Pow(score - scores.Average(), 2)).Average()));
        int events = Math.Max(1, Count >> _draw.EventsHalved);
        double noise = _random.Next(1, 9) / 4.0;
        double[] noisy = [.. scores.Select(score => _draw.Labels switch
        {
            LabelKind.Noisy or LabelKind.Soft => (score / deviation) + (noise * Normal()),
            LabelKind.Random => _random.NextDouble(),
            _ => score,
        })];
        double threshold = noisy.OrderDescending().ElementAt(events - 1);
        return
        [
            .. noisy.Select(value => _draw.Labels switch
            {
                LabelKind.Soft => Math.Clamp(Math.Round(4 + (3 * (value - threshold))), 0, 8) / 8,
                LabelKind.SeparableInPart when value == threshold => _random.Next(2),
                _ => value >= threshold ? 1 : 0,
            }),
        ];
    }

    private double[] MakeWeights() => _draw.Weights switch
    {
        WeightKind.None => [],
        WeightKind.Integers => [.. Enumerable.Range(0, Count).Select(_ => _random.Next(5) * WeightFactor)],
        _ => [.. Enumerable.Range(0, Count).Select(_ => _random.Next(6) == 0 ? 0 : (0.01 + _random.NextDouble()) * WeightFactor)],
    };

    /// <summary>A table without two classes is refused, so the first two examples become of both.</summary>
    private void RequireBothClasses()
    {
        double[] counted = [.. Labels.Where((_, i) => Weights.Length == 0 || Weights[i] > 0).Distinct()];
        if (counted.Length > 1 || (counted.Length == 1 && counted[0] is > 0 and < 1))
        {
            return;
        }

        (Labels[0], Labels[1]) = (0, 1);
        if (Weights.Length > 0)
        {
            Weights[0] = Weights[1] = WeightFactor;
        }
    }

    private void Store()
    {
        Units = new double[Features];
        Stored = new double[_core.Length];
        double[] deviations = Deviations();
        for (int j = 0; j < Features; j++)
        {
            ColumnDraw column = _draw.Columns[j];
            int most = _draw.Decimal ? MaxOffsetInDecimals : _draw.Intercept ? MaxOffset : MaxOffsetWithoutIntercept;
            long offset = column.Offset < 0
                ? 0
                : (long)(Math.Pow(10, Math.Min(column.Offset, most)) * Math.Max(1, Math.Round(deviations[j])));
            double power = Math.Pow(10, Math.Abs(column.Exponent));
            double unit = column.Exponent < 0 ? 1 / power : power;
            Units[j] = _draw.Decimal ? unit : ToTwelveBits(unit);
            for (int k = j; k < _core.Length; k += Features)
            {
                long value = _core[k] + offset;
                Stored[k] = !_draw.Decimal ? value * Units[j] : column.Exponent < 0 ? value / power : value * power;
                Assert.True(_draw.Decimal || Math.FusedMultiplyAdd(value, Units[j], -Stored[k]) == 0, "the image of a column is not exact");
                _core[k] = _draw.Intercept ? _core[k] : value;
            }
        }
    }

    private static double ToTwelveBits(double value)
    {
        int shift = 11 - Math.ILogB(value);
        return Math.ScaleB(Math.Round(Math.ScaleB(value, shift)), -shift);
    }
}
