namespace VectorLR.Cli.Verification;

/// <summary>Fixed inputs for every operation. Each entry is a hash of the results of one operation.</summary>
internal static class VerificationSuite
{
    /// <summary>The operations as users call them, on the instruction set chosen for the process.</summary>
    public static IReadOnlyList<VerificationEntry> OfProcess() => All(
        PublicOperations.Single,
        PublicOperations.Double,
        PublicOperations.SingleProducts,
        PublicOperations.DoubleProducts,
        PublicOperations.ByteSingleProducts,
        PublicOperations.ByteDoubleProducts,
        isa: null);

    /// <summary>The same operations on one instruction set, whatever the process uses.</summary>
    public static IReadOnlyList<VerificationEntry> On(Isa isa) => All(
        IsaOperations.Single(isa),
        IsaOperations.Double(isa),
        IsaOperations.Products<float, float>(isa),
        IsaOperations.Products<double, double>(isa),
        IsaOperations.Products<byte, float>(isa),
        IsaOperations.Products<byte, double>(isa),
        isa);

    private static List<VerificationEntry> All(
        VectorOperations<float> single,
        VectorOperations<double> twice,
        ProductOperations<float, float> singleProducts,
        ProductOperations<double, double> doubleProducts,
        ProductOperations<byte, float> byteSingleProducts,
        ProductOperations<byte, double> byteDoubleProducts,
        Isa? isa) =>
    [
        // A change in the last bit of a high coefficient changes no result of the suite, so coefficients are hashed too.
        VerificationEntry.Of("coefficients/f32", hash => hash.Add(Coefficients.OfSingle.All)),
        VerificationEntry.Of("coefficients/f64", hash => hash.Add(Coefficients.OfDouble.All)),
        .. new VectorEntries<float>("f32", single).All(),
        .. new VectorEntries<double>("f64", twice).All(),
        .. new ProductEntries<float, float>("f32", singleProducts).All(),
        .. new ProductEntries<double, double>("f64", doubleProducts).All(),
        .. new ProductEntries<byte, float>("u8-f32", byteSingleProducts).All(),
        .. new ProductEntries<byte, double>("u8-f64", byteDoubleProducts).All(),
        .. new TrainingEntries(isa).All(),
    ];
}
