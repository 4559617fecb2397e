using System.Globalization;
using System.Text;
using CsCheck;

namespace VectorLR.Data.Tests;

public sealed class CsvTableTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_keep_their_order_and_the_labels_may_stand_anywhere()
    {
        foreach (string text in new[] { "y,a,b\nno,1,2\nyes,3,4\n", "a,y,b\n1,no,2\n3,yes,4\n", "a,b,y\n1,2,no\n3,4,yes\n" })
        {
            DataSet data = Load(text);

            Assert.Equal((2, 2, Layout.ExampleRows), (data.Features.Count, data.Features.Features, data.Features.Layout));
            Assert.Equal(ElementType.Double, data.Features.ElementType);
            Assert.Equal([1, 2, 3, 4], Values(data));
            Assert.Equal([0, 1], data.Labels.ToArray());
            Assert.Equal(["a", "b"], data.FeatureNames!);
            Assert.Equal((new LabelNames("no", "yes"), true), (data.LabelNames, data.LabelNamesInferred));
        }
    }

    [Fact]
    public void The_positive_value_is_1()
    {
        DataSet data = CsvTable.Load(_folder.Write("x.csv", "a,y\n1,no\n2,yes\n3,maybe\n"), "y", "no");
        Assert.Equal([1, 0, 0], data.Labels.ToArray());
        Assert.Equal((new LabelNames("not no", "no"), false), (data.LabelNames, data.LabelNamesInferred));
    }

    [Theory]
    [InlineData("a;y;b\n1.5;0;2\n3;1;4\n")]
    [InlineData("a\ty\tb\n1.5\t0\t2\n3\t1\t4\n")]
    [InlineData("\"a\";\"y\";\"b\"\n\"1.5\";\"0\";\"2\"\n\"3\";\"1\";\"4\"\n")]
    [InlineData("a,y,b\r\n1.5,0,2\r\n3,1,4\r\n")]
    [InlineData("a,y,b\r1.5,0,2\r3,1,4\r")]
    [InlineData("a,y,b\n1.5,0,2\n3,1,4")]
    [InlineData("\n\r\na,y,b\n\n1.5,0,2\n\r\n\n3,1,4\n\n\n")]
    [InlineData(" a , y,b \n 1.5,0 , 2\n3\t,1,+4\n")]
    [InlineData("a,y,b\n1.5e0,0,0.2E+1\n.3e1,1,4.\n")]
    public void Delimiters_line_ends_quotes_and_spaces(string text)
    {
        DataSet data = Load(text);
        Assert.Equal(["a", "b"], data.FeatureNames!);
        Assert.Equal([1.5, 2, 3, 4], Values(data));
        Assert.Equal([0, 1], data.Labels.ToArray());
        Assert.Equal((new LabelNames("0", "1"), false), (data.LabelNames, data.LabelNamesInferred));
    }

    [Theory]
    [InlineData("\uFEFF\uFEFFa,y,b\n1.5,0,2\n3,1,4\n")]
    [InlineData("\uFEFF\uFEFF\uFEFF\"a\",y,b\n1.5,0,2\n3,1,4\n")]
    [InlineData("a\u00A0,\u200By,\u2009b\n1.5\u00A0,0\u200B,2\n3,1,\u202F4\n")]
    [InlineData("\n\uFEFF\"\uFEFFa\",y,b\n1.5,0,2\n3,1,4\n")]
    [InlineData("a,y,b\n1.5,0,2\n\uFEFF3,1,4\n")]
    [InlineData("a\u00AD,y\u200D,b\u2028\n1.5,\"0\u200B\",2\n3,\u20601,4\n")]
    [InlineData("a,y,b\r\r\n1.5,0,2\r\r\n3,1,4\r\r\n")]
    [InlineData("\"a\",y,b\r\r\n1.5,\"0\",2\r\r\n3, \"1\" ,\"4\"\r\r\n")]
    [InlineData("a,y,b\n1.5,\u00A0\"0\"\u00A0,2\n3,\u200B\"1\",4\n")]
    [InlineData("a, \"y\",\t\"b\"\n1.5, \"0\", \"2\"\n3, \"1\",4\n")]
    public void What_cannot_be_seen_does_not_count(string text)
    {
        DataSet data = Load(text);
        Assert.Equal(["a", "b"], data.FeatureNames!);
        Assert.Equal([1.5, 2, 3, 4], Values(data));
        Assert.Equal([0, 1], data.Labels.ToArray());
        Assert.Equal(new LabelNames("0", "1"), data.LabelNames);
    }

    [Theory]
    [InlineData("t (min; mean; max; sd),y\n1,0\n2,1\n", "t (min; mean; max; sd)")]
    [InlineData("temp (min; mean; max),pressure,y\n1,2,0\n3,4,1\n", "temp (min; mean; max)|pressure")]
    [InlineData("a\tb,c,d,e\ty\n1\t5\t0\n2\t6\t1\n", "a|b,c,d,e")]
    [InlineData("a,b;c,d;y\n1;5;0\n2;6;1\n", "a,b|c,d")]
    [InlineData("a, b, c;y\n1;0\n2;1\n", "a, b, c")]
    [InlineData("x;y;z,y\n1,0\n2,1\n", "x;y;z")]
    [InlineData("id\tn; m; k\ty\n1\t5\t0\n2\t6\t1\n", "id|n; m; k")]
    [InlineData("t [a;b];p;y\n1;2;3;0\n1;2;3;1\n", "t [a|b]|p")]
    [InlineData("y;a,y\n1,0\n2,1\n", "y;a")]
    [InlineData("\"a;b\",\"c;d;e\",y\n1,5,0\n2,6,1\n", "a;b|c;d;e")]
    public void The_delimiter_is_the_one_that_fits_the_label_and_the_records(string text, string names) =>
        Assert.Equal(names.Split('|'), Load(text).FeatureNames!);

    [Fact]
    public void Without_names_the_delimiter_is_the_one_that_fits_the_records()
    {
        FeatureMatrix matrix = CsvTable.LoadFeatures(_folder.Write("x.csv", "t (a; b; c),u\n1,2\n3,4\n"));
        Assert.Equal((2, 2), (matrix.Count, matrix.Features));
        FeatureMatrix one = CsvTable.LoadFeatures(_folder.Write("y.csv", "a;b;c,d\n1,2"));
        Assert.Equal((1, 2), (one.Count, one.Features));
    }

    [Fact]
    public void Labels_with_a_decimal_comma_are_numbers()
    {
        DataSet data = CsvTable.Load(_folder.Write("x.csv", "a;y\n1,5;9,5\n2;10,5\n3;9,5\n"), "y", decimalComma: true);
        Assert.Equal([0, 1, 0], data.Labels.ToArray());
        Assert.Equal(new LabelNames("9,5", "10,5"), data.LabelNames);
        Assert.Equal(
            [1, 0],
            CsvTable.Load(_folder.Write("z.csv", "a;y\n1;10,50\n2;9,5\n"), "y", decimalComma: true, classes: data.LabelNames)
                .Labels.ToArray());
    }

    [Theory]
    [InlineData("-1,5", "0,5")]
    [InlineData("9,99", "1e1")]
    [InlineData("1,4", "+1,5")]
    [InlineData("2,", "10,")]
    [InlineData(" 9,5\u00A0", "\"10,5\"")]
    public void Labels_with_a_decimal_comma_are_in_the_order_of_numbers(string low, string high)
    {
        string text = $"a;y\n1;{high}\n2;{low}\n";
        Assert.Equal([1, 0], CsvTable.Load(_folder.Write("x.csv", text), "y", decimalComma: true).Labels.ToArray());
    }

    [Fact]
    public void Labels_of_known_classes_may_be_of_one_class()
    {
        LabelNames classes = new("0", "1");
        Assert.Equal([1, 1], CsvTable.Load(_folder.Write("x.csv", "a,y\n1,1\n2,1.0\n"), "y", classes: classes).Labels.ToArray());
        Assert.Equal([0, 1], CsvTable.Load(_folder.Write("x.csv", "a,y\n1,3\n2,8\n"), "y", classes: new("not 8", "8")).Labels.ToArray());
        Assert.Throws<ArgumentException>(() => CsvTable.Load(_folder.Write("x.csv", "a,y\n1,1\n"), "y", "1", classes: classes));
    }

    [Fact]
    public void Bad_records_are_left_out_or_become_NaN_and_examples_keep_their_lines()
    {
        string path = _folder.Write("x.csv", "a,y\n1,0\n\n2x,1\n3\n\"4\",\"1\"\n\n\n5,0\n");
        List<string> bad = [];
        DataSet data = CsvTable.Load(path, "y", onBad: exception => bad.Add(exception.Message));
        Assert.Equal([1, 4, 5], Values(data));
        Assert.Equal(["line 2", "line 6", "line 9"], Enumerable.Range(0, 3).Select(data.Features.Place));
        Assert.Equal(
            [
                $"{path}: line 4, column 'a': found '2x', expected a finite number with a decimal point",
                $"{path}: line 5: found 1 fields, expected 2 as in the header",
            ],
            bad);

        FeatureMatrix matrix = CsvTable.LoadFeatures(path, featureColumns: ["a"], onBad: _ => { });
        Assert.Equal([1, double.NaN, double.NaN, 4, 5], matrix.ToDouble().ToArray().Cast<double>());
        Assert.Equal("line 5", matrix.Place(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Place(5));
    }

    [Fact]
    public void Of_many_records_the_bad_ones_are_left_out_or_become_NaN()
    {
        const int Count = 50_000;
        static bool IsBad(int i) => i % 5 == 0 || i is 21_844 or 21_845 or Count - 1;
        StringBuilder text = new("a,b,c,y\n");
        for (int i = 0; i < Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},{(IsBad(i) ? "?" : "-1")},{i}.5,{i & 1}\n");
        }

        string path = _folder.Write("x.csv", text.ToString());
        int[] good = [.. Enumerable.Range(0, Count).Where(i => !IsBad(i))];
        DataSet data = CsvTable.Load(path, "y", onBad: _ => { });
        Assert.Equal(good.SelectMany(i => (double[])[i, -1, i + 0.5]), Values(data));
        Assert.Equal(good.Select(i => (double)(i & 1)), data.Labels.ToArray());
        Assert.Equal($"line {good[^1] + 2}", data.Features.Place(good.Length - 1));

        FeatureMatrix all = CsvTable.LoadFeatures(path, featureColumns: ["b", "c"], onBad: _ => { });
        Assert.Equal(
            Enumerable.Range(0, Count).SelectMany(i => IsBad(i) ? (double[])[double.NaN, double.NaN] : [-1, i + 0.5]),
            all.ToDouble().ToArray().Cast<double>());
    }

    [Theory]
    [InlineData("\"a;b;c\",y\n1,0\n2,1\n", "a;b;c")]
    [InlineData("\"a \"\"b;c;\"\" d\",y\n1,0\n2,1\n", "a \"b;c;\" d")]
    [InlineData("\"a,b\",\"y\"\n1,0\n2,1\n", "a,b")]
    [InlineData("\"a,b\n,c\";y\n1;0\n2;1\n", "a,b\n,c")]
    [InlineData("5\" disk,y\n1,0\n2,1\n", "5\" disk")]
    [InlineData("#a,y\n1,0\n2,1\n", "#a")]
    [InlineData("größe,y\n1,0\n2,1\n", "größe")]
    public void Delimiters_in_a_quoted_name_do_not_count(string text, string name)
    {
        DataSet data = Load(text);
        Assert.Equal([name], data.FeatureNames!);
        Assert.Equal([1, 2], Values(data));
    }

    // The parser pairs quotes. A pair of these would join two records.
    [Fact]
    public void Quotes_inside_a_field_that_is_not_quoted_are_text()
    {
        DataSet data = Load("a,y,b\n1,5\" disk,2\n3,6\" disk,4\n5, \"5\"\" disk\",6\n7,\"6\"\" disk\",8\n");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Values(data));
        Assert.Equal(new LabelNames("5\" disk", "6\" disk"), data.LabelNames);
        Assert.Equal([0, 1, 0, 1], data.Labels.ToArray());
        FeatureMatrix others = CsvTable.LoadFeatures(
            _folder.Write("x.csv", "a,note\n1,x\"\n2,\"\"\n3,y\"\"z\"\n4,\"\"\"\"\n"), featureColumns: ["a"]);
        Assert.Equal([1, 2, 3, 4], others.ToDouble().ToArray().Cast<double>());
    }

    [Fact]
    public void Quotes_and_line_ends_may_stand_at_the_end_of_any_buffer()
    {
        // Buffers end at powers of two and a little before and after, in characters after the file's start or after its header.
        string records = "1,\"n\"\"\r\no\"\r\r\n2,5\" x\r\n3, \"5\"\" x\"\r\n4,5\" x\n\r5,\"n\"\"\r\no\"\r";
        for (int power = 1 << 10; power <= 1 << 16; power *= 2)
        {
            for (int before = 0; before <= records.Length + 4; before++)
            {
                string filler = new('7', power - before);
                DataSet data = Load($"a,y\n{filler}e-{filler.Length},5\" x\n{records}");
                Assert.Equal([1, 2, 3, 4, 5], Values(data).Skip(1));
                Assert.Equal([0, 1, 0, 0, 0, 1], data.Labels.ToArray());
                Assert.Equal("line 10", data.Features.Place(5));
            }
        }
    }

    [Fact]
    public void Text_may_be_in_any_unicode_encoding_that_its_mark_names()
    {
        const string Text = "größe,y\n1,ä\n2,ö\n";
        Encoding[] encodings = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];
        foreach (Encoding encoding in encodings)
        {
            DataSet data = CsvTable.Load(_folder.Write("x.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]), "y");
            Assert.Equal(["größe"], data.FeatureNames!);
            Assert.Equal(new LabelNames("ä", "ö"), data.LabelNames);
        }
    }

    [Fact]
    public void Labels_may_hold_delimiters_quotes_line_ends_and_number_signs()
    {
        DataSet data = Load("y,a\n\"no, \"\"never\"\"\r\n#\",1\n#,2\n#,3\n");
        Assert.Equal(new LabelNames("#", "no, \"never\"\r\n#"), data.LabelNames);
        Assert.Equal([1, 0, 0], data.Labels.ToArray());
        Assert.Equal([1, 2, 3], Values(data));
    }

    [Fact]
    public void Decimals_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        comma.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = comma;
            DataSet data = Load("a,y\n-1.5,0.5\n2.25,-0.5\n");
            Assert.Equal([-1.5, 2.25], Values(data));
            Assert.Equal([1, 0], data.Labels.ToArray());
            Assert.Equal(new LabelNames("-0.5", "0.5"), data.LabelNames);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Halfway cases and ends of the range. A double is a multiple of 2^-52 above 1, of 2 above 2^53, and of 2^-1074 near 0.
    [Theory]
    [InlineData("1.00000000000000011102230246251565404236316680908203125", 0x3FF0000000000000)]
    [InlineData("1.00000000000000011102230246251565404236316680908203124", 0x3FF0000000000000)]
    [InlineData("1.00000000000000011102230246251565404236316680908203126", 0x3FF0000000000001)]
    [InlineData("1.00000000000000033306690738754696212708950042724609375", 0x3FF0000000000002)]
    [InlineData("9007199254740993", 0x4340000000000000)]
    [InlineData("9007199254740993.000000000000000000000000000001", 0x4340000000000001)]
    [InlineData("9007199254740995", 0x4340000000000002)]
    [InlineData("2.2250738585072011e-308", 0x000FFFFFFFFFFFFF)]
    [InlineData("2.2250738585072014e-308", 0x0010000000000000)]
    [InlineData("2.4703282292062327e-324", 0x0000000000000000)]
    [InlineData("2.4703282292062328e-324", 0x0000000000000001)]
    [InlineData("1.7976931348623158e308", 0x7FEFFFFFFFFFFFFF)]
    [InlineData("-0", unchecked((long)0x8000000000000000))]
    [InlineData("0e99999999999", 0x0000000000000000)]
    [InlineData("1e-99999999999", 0x0000000000000000)]
    [InlineData("+.5", 0x3FE0000000000000)]
    [InlineData("5.E-1", 0x3FE0000000000000)]
    public void A_number_is_the_nearest_double(string text, long bits)
    {
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(Values(Load($"a,y\n{text},0\n2,1\n")).First()));
        string comma = _folder.Write("c.csv", $"a;y\n{text.Replace('.', ',')};0\n2;1\n");
        FeatureMatrix features = CsvTable.Load(comma, "y", decimalComma: true).Features;
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(features.ToDouble().Span[0, 0]));
    }

    [Fact]
    public void A_record_may_be_as_wide_as_an_image()
    {
        const int Pixels = 12288;
        string header = string.Join(',', Enumerable.Range(0, Pixels).Select(pixel => $"p{pixel}"));
        string row = string.Join(',', Enumerable.Range(0, Pixels));
        DataSet data = Load($"{header},y\n{row},0\n{row},1\n");

        Assert.Equal((2, Pixels), (data.Features.Count, data.Features.Features));
        Assert.Equal(Enumerable.Range(0, Pixels).Concat(Enumerable.Range(0, Pixels)).Select(pixel => (double)pixel), Values(data));
    }

    [Fact]
    public void Random_tables_come_back_bit_for_bit()
    {
        Gen.Select(Gen.Int[1, 6], Gen.Int[2, 400], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, int.MaxValue]).Sample(
            (features, count, delimiterKind, lineEndKind, seed) =>
            {
                char delimiter = ",;\t"[delimiterKind];
                string lineEnd = lineEndKind switch { 0 => "\n", 1 => "\r\n", _ => "\r" };
                Random random = new(seed);
                double[] values = new double[count * features];
                double[] labels = new double[count];
                StringBuilder text = new(string.Join(delimiter, Enumerable.Range(0, features).Select(feature => $"f{feature}")));
                text.Append(delimiter).Append('y').Append(lineEnd);
                for (int example = 0; example < count; example++)
                {
                    for (int feature = 0; feature < features; feature++)
                    {
                        double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300));
                        values[(example * features) + feature] = value;
                        string quote = random.Next(4) == 0 ? "\"" : "";
                        text.Append(quote).Append(value.ToString("R", CultureInfo.InvariantCulture)).Append(quote).Append(delimiter);
                    }

                    labels[example] = example < 2 ? example : random.Next(2);
                    text.Append(labels[example] == 0 ? "0" : "1").Append(lineEnd);
                }

                DataSet data = Load(text.ToString());
                return data.Features.Count == count && Values(data).SequenceEqual(values) && data.Labels.Span.SequenceEqual(labels);
            },
            iter: 100,
            threads: 1);
    }

    private static IEnumerable<double> Values(DataSet data) => data.Features.ToDouble().ToArray().Cast<double>();

    private DataSet Load(string text) => CsvTable.Load(_folder.Write("x.csv", text), "y");

    [Fact]
    public void Decimal_commas_are_read_where_asked_and_points_then_refused()
    {
        string path = _folder.Write("x.csv", "a;b;y\n1,5;-2;no\n\"0,25\";1e3;yes\n");
        Assert.Equal([1.5, -2, 0.25, 1000], CsvTable.Load(path, "y", decimalComma: true).Features.ToDouble().ToArray().Cast<double>());
        string quoted = _folder.Write("q.csv", "a,y\n\"1,5\",0\n2,1\n");
        Assert.Equal([1.5, 2], CsvTable.Load(quoted, "y", decimalComma: true).Features.ToDouble().ToArray().Cast<double>());
        foreach (string bad in (string[])["1.5", "1.000,5", "1,5,0"])
        {
            Refusal.Is(
                _folder.Write("bad.csv", $"a;y\n1;0\n{bad};1\n"),
                $": line 3, column 'a': found '{bad}', expected a finite number with a decimal comma",
                () => CsvTable.Load(Path.Combine(_folder.FullName, "bad.csv"), "y", decimalComma: true));
        }
    }
}
