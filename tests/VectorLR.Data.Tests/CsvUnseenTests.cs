using System.Text;

namespace VectorLR.Data.Tests;

/// <summary>Characters of tables that a reader cannot see.</summary>
public sealed class CsvUnseenTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Space-like characters, marks, letters without a shape.</summary>
    public static TheoryData<char> Unseen => new(
        '\u00a0', '\u00ad', '\u200b', '\u200d', '\u200e', '\u2028', '\u202f', '\u2060', '\u2800', '\u3000', '\u3164', '\ufe0f', '\ufeff');

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b,y\n1,2,0\n3,\0004,1\n", "b")]
    [InlineData("a,b,y\n1,2,0\n3,4\0004,1\n", "b")]
    [InlineData("a,b,y\n1,2,0\n3,\0,1\n", "b")]
    [InlineData("a,b,y\n1,2,0\n3,\"4\0\",1\n", "b")]
    [InlineData("a;b;y\r\n1;2;0\r\n3;4 \0;1\r\n", "b")]
    [InlineData("a,b,y\n1,2,0\n3,4,\0001\n", "y")]
    [InlineData("a,b,y\n1,2,0\n3,4,\0\n", "y")]
    [InlineData("a,b,y\n1,2,0\n3,4,\"1\0\"", "y")]
    public void A_NUL_anywhere_in_a_value_is_refused_with_its_line_and_column(string text, string column)
    {
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];
        foreach (Encoding encoding in encodings)
        {
            string path = _folder.Write("x.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            DataException refused = Assert.Throws<DataException>(() => CsvTable.Load(path, "y"));
            Assert.StartsWith($"{path}: line 3, column '{column}': found '", refused.Message, StringComparison.Ordinal);
            Assert.Contains("\\u0000", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a,y,w\n1,0,1\n2,1,2\0\n")]
    [InlineData("a,y,w\n1,0,1\n2,1,\0002\n")]
    public void A_NUL_in_a_sample_weight_is_refused_with_its_line_and_column(string text)
    {
        string path = _folder.Write("x.csv", text);
        DataException refused = Assert.Throws<DataException>(() => CsvTable.Load(path, "y", weightColumn: "w"));
        Assert.StartsWith($"{path}: line 3, column 'w': found '", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public void A_table_whose_end_is_lost_is_refused(int zeros)
    {
        string path = _folder.Write("x.csv", "a,b,y\n1,2,0\n3,4,1\n5,6" + new string('\0', zeros));
        DataException refused = Assert.Throws<DataException>(() => CsvTable.Load(path, "y"));
        Assert.StartsWith($"{path}: line 4", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unseen))]
    public void What_cannot_be_seen_is_ignored_around_a_field_and_shown_in_a_name(char unseen)
    {
        DataSet data = CsvTable.Load(_folder.Write("x.csv", $"a,y{unseen}\n{unseen}1,0\n2{unseen},1{unseen}\n"), "y");
        Assert.Equal([1.0, 2], data.Features.ToDouble().ToArray().Cast<double>());
        Assert.Equal([0.0, 1], data.Labels.ToArray());

        string path = _folder.Write("z.csv", $"a,x{unseen}y\n1,0\n2,1\n");
        Refusal.Is(
            path, $": line 1: found no column 'xy' among 'a', 'x\\u{(int)unseen:x4}y'",
            () => CsvTable.Load(path, "xy"));
    }

    [Theory]
    [InlineData("t (a, b, c);p;y\n1;2;0\n3;4;1\n", "t (a, b, c)|p")]
    [InlineData("t (a, b, c;d)\tp\ty\n1\t2\t0\n3\t4\t1\n", "t (a, b, c;d)|p")]
    [InlineData("t\t(min),p,y\n1,2,0\n3,4,1\n", "t\t(min)|p")]
    [InlineData("\"t (a; b; c)\",p,y\n1,2,0\n3,4,1\n", "t (a; b; c)|p")]
    public void A_delimiter_inside_a_name_is_a_part_of_it(string text, string names) =>
        Assert.Equal(names.Split('|'), CsvTable.Load(_folder.Write("x.csv", text), "y").FeatureNames!);
}
