using System.Globalization;
using System.Text;
using CsvHelper;
using nietras.SeparatedValues;
using VectorLR.Data;
using CsvDataReader = Sylvan.Data.Csv.CsvDataReader;
using CsvDataReaderOptions = Sylvan.Data.Csv.CsvDataReaderOptions;

namespace VectorLR.Benchmarks.Peers;

/// <summary>
/// Reading a table of numbers and a column of labels, from UTF-8 in memory to doubles. Nobody knows the number of records beforehand.
/// The peers neither check quotes nor count lines for messages, and take NaN, infinity and white space for numbers.
/// </summary>
internal static class TableWork
{
    private const string Name = "Read .csv";
    private const string Label = "label";

    public static Work Create() => new(
        Name, [Factory(new(100_000, 30)), Factory(new(1000, 3079))], [() => Prepare(new(1000, 30))]);

    private static CaseFactory Factory(Shape shape) => new(shape.ToString(), () => Prepare(shape));

    private static ComparisonCase Prepare(Shape shape)
    {
        double[] written = new double[shape.Length];
        byte[] text = Text(shape, written);
        double Error(IEnumerable<double> values, int labels) => labels == shape.Count
            ? values.Zip(written, (value, number) => Math.Abs((value - number) / number)).Max()
            : double.NaN;

        DataSet? ours = null;
        Candidate Peer(Table table) => new(table.Name, () => table.Read(text, shape.Features))
        {
            Error = () => Error(table.Values, table.Labels.Length),
        };
        return new(
            Name,
            shape.ToString(),
            new("VectorLR", () => ours = CsvTable.Read(new MemoryStream(text), "memory", Label, positive: null))
            {
                Error = () => Error(ours!.Features.ToDouble().ToArray().Cast<double>(), ours.Labels.Length),
            },
            [Peer(new SepTable()), Peer(new SylvanTable()), Peer(new CsvHelperTable())])
        {
            Bytes = text.Length,
            ErrorUnit = "of the number as written",
        };
    }

    // Six significant digits, as measurements are written.
    private static byte[] Text(Shape shape, double[] written)
    {
        Random random = new(9);
        StringBuilder text = new();
        for (int feature = 0; feature < shape.Features; feature++)
        {
            text.Append(CultureInfo.InvariantCulture, $"f{feature},");
        }

        text.Append(Label).Append('\n');
        for (int i = 0; i < shape.Count; i++)
        {
            for (int j = 0; j < shape.Features; j++)
            {
                string number = (((2 * random.NextDouble()) - 1) * Math.Pow(10, j % 5)).ToString("G6", CultureInfo.InvariantCulture);
                written[(i * shape.Features) + j] = double.Parse(number, CultureInfo.InvariantCulture);
                text.Append(number).Append(',');
            }

            text.Append(i < 2 ? i : random.Next(2)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private abstract class Table(string name)
    {
        public string Name { get; } = name;

        public double[] Values { get; protected set; } = [];

        public string[] Labels { get; protected set; } = [];

        public abstract void Read(byte[] text, int features);
    }

    /// <summary>Columns as a range, and strings from a pool, as its documentation says for values and strings that are kept.</summary>
    private sealed class SepTable() : Table("Sep")
    {
        public override void Read(byte[] text, int features)
        {
            List<double> values = [];
            List<string> labels = [];
            using SepReader reader = Sep.New(',')
                .Reader(options => options with { CreateToString = SepToString.OnePool() })
                .From(new MemoryStream(text));
            foreach (SepReader.Row row in reader)
            {
                values.AddRange(row[..features].Parse<double>());
                labels.Add(row[features].ToString());
            }

            (Values, Labels) = ([.. values], [.. labels]);
        }
    }

    /// <summary>With a larger buffer, for wide records.</summary>
    private sealed class SylvanTable() : Table("Sylvan")
    {
        public override void Read(byte[] text, int features)
        {
            List<double> values = [];
            List<string> labels = [];
            using StreamReader stream = new(new MemoryStream(text));
            using CsvDataReader reader = CsvDataReader.Create(stream, new CsvDataReaderOptions { MaxBufferSize = 1 << 20 });
            while (reader.Read())
            {
                for (int column = 0; column < features; column++)
                {
                    values.Add(reader.GetDouble(column));
                }

                labels.Add(reader.GetString(features));
            }

            (Values, Labels) = ([.. values], [.. labels]);
        }
    }

    /// <summary>With the pool that its documentation advises for strings that are kept.</summary>
    private sealed class CsvHelperTable() : Table("CsvHelper")
    {
        public override void Read(byte[] text, int features)
        {
            List<double> values = [];
            List<string> labels = [];
            using CsvReader reader = CsvReader.Create(new MemoryStream(text), new CsvReaderOptions { PoolStrings = true });
            while (reader.Read())
            {
                for (int column = 0; column < features; column++)
                {
                    values.Add(reader.Parse<double>(column));
                }

                labels.Add(reader.GetString(features));
            }

            (Values, Labels) = ([.. values], [.. labels]);
        }
    }
}
