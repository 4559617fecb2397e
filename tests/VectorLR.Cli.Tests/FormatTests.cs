using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using SkiaSharp;

namespace VectorLR.Cli.Tests;

/// <summary>The same examples in every form that the tool takes train to the same weights.</summary>
public class FormatTests
{
    private const int Count = 60;
    private const int Features = 5;

    [Fact]
    public void The_same_table_in_every_form_trains_to_the_same_bits()
    {
        using TempFolder folder = new();
        (byte[] x, byte[] y) = Numbers();
        string expected = Hash("train", Csv(folder, "comma.csv", ",", x, y), "--label", "y");

        foreach ((string name, string separator) in ((string, string)[])[("semicolon.csv", ";"), ("tab.csv", "\t")])
        {
            Assert.Equal(expected, Hash("train", Csv(folder, name, separator, x, y), "--label", "y"));
        }

        Assert.Equal(expected, Hash("train", Csv(folder, "decimal.csv", ";", x, y, decimals: ",0"), "--label", "y", "--decimal-comma"));
        Assert.Equal(expected, Hash("train", Csv(folder, "quoted.csv", ",", x, y, quote: "\""), "--label", "y"));

        string shape = $"({Count}, {Features})";
        string labels = folder.WriteNpy("y.npy", "|u1", $"({Count},)", y);
        byte[] doubles = Bytes(Array.ConvertAll(x, value => (double)value));
        string[] arrays =
        [
            folder.WriteNpy("u1.npy", "|u1", shape, x),
            folder.WriteNpy("i2.npy", "<i2", shape, Bytes(Array.ConvertAll(x, value => (short)value))),
            folder.WriteNpy("i8.npy", "<i8", shape, Bytes(Array.ConvertAll(x, value => (long)value))),
            folder.WriteNpy("f4.npy", "<f4", shape, Bytes(Array.ConvertAll(x, value => (float)value))),
            folder.WriteNpy("f8.npy", "<f8", shape, doubles),
            folder.WriteNpy("version2.npy", "<f8", shape, doubles, version: 2),
            folder.WriteNpy("version3.npy", "<f8", shape, doubles, version: 3),
        ];
        foreach (string array in arrays)
        {
            Assert.True(expected == Hash("train", array, "--labels", labels, "--precision", "f64"), array);
        }

        string longLabels = folder.WriteNpy("y8.npy", "<i8", $"({Count}, 1)", Bytes(Array.ConvertAll(y, value => (long)value)));
        Assert.Equal(expected, Hash("train", arrays[0], "--labels", longLabels, "--precision", "f64"));
    }

    [Fact]
    public void Fortran_order_trains_to_the_same_cost()
    {
        // Rows are features then: sums in another order, the same but for their rounding.
        using TempFolder folder = new();
        (byte[] x, byte[] y) = Numbers();
        string labels = folder.WriteNpy("y.npy", "|u1", $"({Count},)", y);
        byte[] turned = new byte[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            turned[((i % Features) * Count) + (i / Features)] = x[i];
        }

        foreach (string precision in (string[])["u8", "f64"])
        {
            double[] costs = [.. ((string[])[
                folder.WriteNpy("c.npy", "|u1", $"({Count}, {Features})", x),
                folder.WriteNpy("f.npy", "|u1", $"({Count}, {Features})", turned, fortranOrder: true)]).Select(
                array => FitTests
                    .Json(["train", array, "--labels", labels, "--precision", precision, "--scale", "9", "--l2", "0.01", "--json"])
                    .GetProperty("cost").GetDouble())];
            Assert.Equal(costs[0], costs[1], precision == "u8" ? 1e-6 : 1e-12);
        }
    }

    [Fact]
    public void Precision_f32_has_the_arithmetic_of_floats_and_f64_that_of_doubles()
    {
        using TempFolder folder = new();
        (byte[] x, byte[] y) = Numbers();
        string csv = Csv(folder, "d.csv", ",", x, y, decimals: ".1");
        string labels = folder.WriteNpy("y.npy", "|u1", $"({Count},)", y);
        string array = folder.WriteNpy(
            "f4.npy",
            "<f4",
            $"({Count}, {Features})",
            Bytes(Array.ConvertAll(x, value => float.Parse($"{value}.1", CultureInfo.InvariantCulture))));
        JsonElement Report(params string[] arguments) => FitTests.Json([.. arguments, "--iterations", "5", "--json"]);
        JsonElement singles = Report("train", csv, "--label", "y", "--precision", "f32");
        JsonElement doubles = Report("train", csv, "--label", "y");
        Assert.Equal(("f32", "f64"), (singles.GetProperty("precision").GetString(), doubles.GetProperty("precision").GetString()));
        Assert.NotEqual(doubles.GetProperty("weights_hash").GetString(), singles.GetProperty("weights_hash").GetString());

        // A file of floats is in single precision by itself.
        Assert.Equal(
            Report("train", array, "--labels", labels).GetProperty("weights_hash").GetString(),
            singles.GetProperty("weights_hash").GetString());
    }

    [Theory]
    [InlineData("lbfgs")]
    [InlineData("newton")]
    public void Iterations_are_a_cap_for_what_stops_by_itself(string optimizer)
    {
        using TempFolder folder = new();
        (byte[] x, byte[] y) = Numbers();
        string csv = Csv(folder, "d.csv", ",", x, y);
        string[] train = ["train", csv, "--label", "y", "--l2", "0.01", "--optimizer", optimizer, "--tolerance", "1e-9", "--json"];
        JsonElement capped = FitTests.Json([.. train, "--iterations", "2"]);
        Assert.Equal((2, "iteration_limit"), (capped.GetProperty("iterations").GetInt32(), capped.GetProperty("stopped").GetString()));
        JsonElement free = FitTests.Json(train);
        Assert.Equal("converged", free.GetProperty("stopped").GetString());
        Assert.InRange(free.GetProperty("iterations").GetInt32(), 3, 999);
        Assert.True(free.GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public void Pictures_of_every_kind_train_and_those_without_loss_to_the_same_bits()
    {
        using TempFolder folder = new();
        Dictionary<string, Func<SKBitmap, byte[]>> encoders = new()
        {
            ["png"] = bitmap => bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray(),
            ["bmp"] = Bitmap,
            ["webp"] = bitmap => bitmap.PeekPixels().Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))!.ToArray(),
            ["jpg"] = bitmap => bitmap.Encode(SKEncodedImageFormat.Jpeg, 95).ToArray(),
        };
        Dictionary<string, JsonElement> reports = [];
        foreach ((string kind, Func<SKBitmap, byte[]> encode) in encoders)
        {
            Random random = new(1);
            for (int i = 0; i < 8; i++)
            {
                string name = folder.Path($"{kind}/{(i % 2 == 0 ? "dark" : "light")}/{i}.{kind}");
                Directory.CreateDirectory(Path.GetDirectoryName(name)!);
                using SKBitmap bitmap = new(12, 12, SKColorType.Rgba8888, SKAlphaType.Opaque);
                for (int pixel = 0; pixel < 144; pixel++)
                {
                    byte Value() => (byte)(random.Next(100) + (i % 2 == 0 ? 0 : 120));
                    bitmap.SetPixel(pixel % 12, pixel / 12, new SKColor(Value(), Value(), Value()));
                }

                File.WriteAllBytes(name, encode(bitmap));
            }

            reports[kind] = FitTests.Json(["train", folder.Path(kind), "--size", "12", "--iterations", "30", "--json"]);
        }

        string png = reports["png"].GetProperty("weights_hash").GetString()!;
        Assert.Equal([png, png], ((string[])["bmp", "webp"]).Select(kind => reports[kind].GetProperty("weights_hash").GetString()));
        Assert.NotEqual(png, reports["jpg"].GetProperty("weights_hash").GetString());
        Assert.All(reports.Values, report => Assert.Equal(
            (8, 432, 1.0),
            (
                report.GetProperty("examples").GetInt32(),
                report.GetProperty("features").GetInt32(),
                report.GetProperty("train_accuracy").GetDouble())));
    }

    /// <summary>Digits as features, and classes that overlap.</summary>
    private static (byte[] X, byte[] Y) Numbers()
    {
        Random random = new(3);
        byte[] x = new byte[Count * Features];
        byte[] y = new byte[Count];
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Features; j++)
            {
                x[(i * Features) + j] = (byte)random.Next(10);
            }

            y[i] = (byte)(x[i * Features] + random.Next(10) > 9 ? 1 : 0);
        }

        return (x, y);
    }

    private static string Csv(TempFolder folder, string name, string separator, byte[] x, byte[] y, string decimals = "", string quote = "")
    {
        IEnumerable<string> Row(IEnumerable<string> fields) => fields.Select(field => quote + field + quote);
        List<string> lines = [string.Join(separator, Row([.. Enumerable.Range(0, Features).Select(j => $"x{j}"), "y"]))];
        for (int i = 0; i < Count; i++)
        {
            IEnumerable<string> values = x.AsSpan(i * Features, Features).ToArray().Select(value => $"{value}{decimals}");
            lines.Add(string.Join(separator, Row([.. values, $"{y[i]}"])));
        }

        return folder.Write(name, string.Join('\n', lines) + "\n");
    }

    private static string Hash(params string[] arguments) =>
        FitTests.Json([.. arguments, "--iterations", "5", "--json"]).GetProperty("weights_hash").GetString()!;

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    /// <summary>A Windows bitmap of 24 bits a pixel, from the bottom up; rows of 36 bytes need no padding.</summary>
    private static byte[] Bitmap(SKBitmap bitmap)
    {
        byte[] file = new byte[54 + (3 * bitmap.Width * bitmap.Height)];
        "BM"u8.CopyTo(file);
        int[] words = [file.Length, 0, 54, 40, bitmap.Width, bitmap.Height, 1 | (24 << 16), 0, file.Length - 54, 2835, 2835, 0, 0];
        MemoryMarshal.AsBytes<int>(words).CopyTo(file.AsSpan(2));
        int at = 54;
        for (int row = bitmap.Height - 1; row >= 0; row--)
        {
            for (int column = 0; column < bitmap.Width; column++)
            {
                SKColor color = bitmap.GetPixel(column, row);
                (file[at], file[at + 1], file[at + 2]) = (color.Blue, color.Green, color.Red);
                at += 3;
            }
        }

        return file;
    }
}
