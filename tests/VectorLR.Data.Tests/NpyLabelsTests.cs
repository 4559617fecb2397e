namespace VectorLR.Data.Tests;

public sealed class NpyLabelsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("(3,)", false)]
    [InlineData("(3, 1)", false)]
    [InlineData("(1, 3)", false)]
    [InlineData("(3, 1)", true)]
    [InlineData("(1, 3)", true)]
    public void Labels_may_be_a_vector_a_column_or_a_row(string shape, bool fortran) =>
        Assert.Equal([2, 0, 1], Load(NpyBytes.Of<byte>("|u1", shape, [2, 0, 1], fortran)));

    [Fact]
    public void Every_type_is_read()
    {
        Assert.Equal([0, 255], Load(NpyBytes.Of<byte>("|u1", "(2,)", [0, 255])));
        Assert.Equal([0, 65535], Load(NpyBytes.Of<ushort>("<u2", "(2,)", [0, 65535])));
        Assert.Equal([0, 4294967295], Load(NpyBytes.Of<uint>("<u4", "(2,)", [0, uint.MaxValue])));
        Assert.Equal([0, 9007199254740991], Load(NpyBytes.Of<ulong>("<u8", "(2,)", [0, 9007199254740991])));
        Assert.Equal([-128, 127], Load(NpyBytes.Of<sbyte>("|i1", "(2,)", [-128, 127])));
        Assert.Equal([-32768, 32767], Load(NpyBytes.Of<short>("<i2", "(2,)", [-32768, 32767])));
        Assert.Equal([-2147483648, 2147483647], Load(NpyBytes.Of<int>("<i4", "(2,)", [int.MinValue, int.MaxValue])));
        Assert.Equal([-9007199254740991, 1], Load(NpyBytes.Of<long>("<i8", "(2,)", [-9007199254740991, 1])));
        Assert.Equal([-0.5, 1], Load(NpyBytes.Of<float>("<f4", "(2,)", [-0.5f, 1])));
        Assert.Equal([0.1, 1], Load(NpyBytes.Of<double>("<f8", "(2,)", [0.1, 1])));
        Assert.Equal([1, 0], Load(NpyBytes.Of<byte>("|b1", "(2,)", [1, 0])));
    }

    [Theory]
    [InlineData("(2, 3)")]
    [InlineData("()")]
    [InlineData("(6, 1, 1)")]
    public void Other_shapes_are_refused(string shape) => Refused(
        NpyBytes.Of<byte>("|u1", shape, [1, 2, 3, 4, 5, 6]),
        $": shape: found {shape}, expected one label per example: (m,), (m, 1) or (1, m)");

    [Fact]
    public void Values_that_are_no_label_are_refused_with_their_index()
    {
        Refused(NpyBytes.Of<double>("<f8", "(3,)", [0, 1, double.NaN]), ": [2]: found NaN, expected a finite number");
        Refused(NpyBytes.Of<float>("<f4", "(1, 2)", [0, float.NegativeInfinity]), ": [1]: found -Infinity, expected a finite number");
        Refused(NpyBytes.Of<byte>("|b1", "(3, 1)", [0, 7, 1]), ": [1]: found the byte 7, expected a boolean, 0 or 1");
        Refused(
            NpyBytes.Of<long>("<i8", "(2,)", [0, -9007199254740993]),
            ": [1]: found about -9007199254740992, expected a label of magnitude below 2^53");
        Refused(
            NpyBytes.Of<ulong>("<u8", "(2,)", [ulong.MaxValue, 0]),
            ": [0]: found about 1.8446744073709552E+19, expected a label of magnitude below 2^53");
        Refused(
            NpyBytes.Of<byte>("<U1", "(1,)", [1, 0, 0, 0]),
            ": dtype: found '<U1', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1");
    }

    [Theory]
    [InlineData("(4,)", 3, 4)]
    [InlineData("(2,)", 3, 2)]
    public void Too_few_and_too_many_bytes_are_refused(string shape, int found, int expected) => Refused(
        NpyBytes.Of("|u1", shape, new byte[found]),
        $": byte 128: found {found} bytes of data, expected {expected} for shape {shape} of |u1");

    [Fact]
    public void Huge_shapes_are_refused_before_memory_is_asked_for() => Refused(
        NpyBytes.Of<byte>("|u1", "(9223372036854775807,)", []),
        ": shape: found (9223372036854775807,), 9223372036854775807 values, expected at most 2147483591");

    [Fact]
    public void A_matrix_and_its_labels_become_a_data_set()
    {
        string matrix = _folder.Write("x.npy", NpyBytes.Of<byte>("|u1", "(3, 2)", [1, 2, 3, 4, 5, 6]));
        string labels = _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(1, 3)", [7, 5, 7]));

        DataSet data = NpyFile.Load(matrix, labels);
        Assert.Equal((3, 2, ElementType.Byte), (data.Features.Count, data.Features.Features, data.Features.ElementType));
        Assert.Equal([1, 0, 1], data.Labels.ToArray());
        Assert.Equal((new LabelNames("5", "7"), true), (data.LabelNames, data.LabelNamesInferred));
        Assert.Null(data.FeatureNames);

        DataSet chosen = NpyFile.Load(matrix, labels, positive: "5");
        Assert.Equal([0, 1, 0], chosen.Labels.ToArray());
        Assert.Equal((new LabelNames("7", "5"), false), (chosen.LabelNames, chosen.LabelNamesInferred));

        Refusal.Is(
            labels, ": found no label equal to the positive value '6', expected one of '5', '7'",
            () => NpyFile.Load(matrix, labels, positive: "6"));
    }

    [Fact]
    public void Labels_for_another_number_of_examples_are_refused()
    {
        string matrix = _folder.Write("x.npy", NpyBytes.Of<byte>("|u1", "(3, 2)", [1, 2, 3, 4, 5, 6]));
        string labels = _folder.Write("y.npy", NpyBytes.Of<byte>("|u1", "(2,)", [0, 1]));
        Refusal.Is(
            labels, $": found 2 labels, expected 3, one for each example of {matrix}", () => NpyFile.Load(matrix, labels));
    }

    private double[] Load(byte[] contents) => NpyFile.LoadLabels(_folder.Write("y.npy", contents));

    private void Refused(byte[] contents, string message)
    {
        string path = _folder.Write("bad.npy", contents);
        Refusal.Is(path, message, () => NpyFile.LoadLabels(path));
    }
}
