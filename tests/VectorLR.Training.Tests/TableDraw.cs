using CsCheck;

namespace VectorLR.Training.Tests;

/// <summary>What a column holds, in small integers.</summary>
internal enum ColumnKind
{
    Integers,
    Normal,
    Binary,
    OneRow,
    Constant,
    Copy,
    Sum,
    NearCopy,
}

/// <summary>How labels come about.</summary>
internal enum LabelKind
{
    /// <summary>A linear score with noise.</summary>
    Noisy,

    /// <summary>Whatever the features are.</summary>
    Random,

    /// <summary>A score above a threshold.</summary>
    Separable,

    /// <summary>A score above a threshold, and either label where it is the threshold.</summary>
    SeparableInPart,

    /// <summary>Eighths, 0 and 1 among them.</summary>
    Soft,
}

/// <summary>The sample weights, before their common factor.</summary>
internal enum WeightKind
{
    None,
    Integers,
    Fractions,
}

/// <summary>One column: integers, an offset in deviations and a unit.</summary>
/// <param name="Kind">The integers.</param>
/// <param name="Offset">The power of ten of the offset in deviations, or -1 for none.</param>
/// <param name="Exponent">The power of ten of the unit.</param>
internal sealed record ColumnDraw(ColumnKind Kind, int Offset, int Exponent)
{
    public override string ToString() => $"{Kind} + 1e{Offset} deviations, times 1e{Exponent}";
}

/// <summary>Everything that determines a random table and how it is fitted.</summary>
internal sealed record TableDraw(
    int Count,
    int RepeatedRows,
    ColumnDraw[] Columns,
    LabelKind Labels,
    int EventsHalved,
    WeightKind Weights,
    int WeightExponent,
    bool BalancedClasses,
    int Penalty,
    bool Intercept,
    bool Standardize,
    bool Decimal,
    Layout Layout,
    int Seed)
{
    private static readonly Gen<ColumnDraw> s_columns = Gen.Select(
        Gen.Frequency(
            (4, ColumnKind.Integers),
            (4, ColumnKind.Normal),
            (2, ColumnKind.Binary),
            (1, ColumnKind.OneRow),
            (1, ColumnKind.Constant),
            (1, ColumnKind.Copy),
            (1, ColumnKind.Sum),
            (1, ColumnKind.NearCopy)),
        Gen.Frequency((1, Gen.Const(-1)), (2, Gen.Int[-1, 6])),
        Gen.Frequency((1, Gen.Const(0)), (4, Gen.Int[-6, 6])),
        (kind, offset, exponent) => new ColumnDraw(kind, offset, exponent));

    /// <summary>Small tables of every kind.</summary>
    public static Gen<TableDraw> All { get; } =
        from count in Gen.Frequency((12, Gen.Int[2, 60]), (1, Gen.Int[61, 300]))
        from repeated in Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[0, count / 2]))
        from columns in s_columns.Array[1, 8]
        from labels in Gen.Enum<LabelKind>()
        from halved in Gen.Int[1, 8]
        from weights in Gen.Enum<WeightKind>()
        from weightExponent in Gen.Int[-5, 5]
        from flags in Gen.Int[0, 31]
        from penalty in Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[0, 10]))
        from seed in Gen.Int[0, 1_000_000]
        select new TableDraw(
            count,
            repeated,
            columns,
            labels,
            halved,
            weights,
            weights == WeightKind.None ? 0 : weightExponent,
            (flags & 1) != 0 && labels != LabelKind.Soft,
            penalty,
            (flags & 6) != 0,
            (flags & 8) != 0,
            (flags & 16) != 0,
            (flags & 6) > 2 ? Layout.ExampleRows : Layout.FeatureRows,
            seed);

    /// <summary>lambda: 0, or from 1e-8 to 10.</summary>
    public double L2 => Penalty == 0 ? 0 : Math.Pow(10, Penalty - 9);

    public override string ToString() =>
        $"{Count} examples, of which {RepeatedRows} repeat others, [{string.Join("; ", (object[])Columns)}], "
        + $"{Labels} labels, m / 2^{EventsHalved} events, {Weights} weights times 1e{WeightExponent}, balanced {BalancedClasses}, "
        + $"l2 {L2:R}, intercept {Intercept}, standardize {Standardize}, {(Decimal ? "decimal" : "binary")} units, {Layout}, seed {Seed}";
}
