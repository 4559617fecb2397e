using System.Globalization;
using System.Text;
using SkiaSharp;

namespace VectorLR.Cli.Tests;

/// <summary>Arguments, exact messages and exit codes. {0} is the folder of the test.</summary>
public class BadInputMessagesTests
{
    /// <summary>Arguments, exit code, message.</summary>
    public static TheoryData<string, int, string> Table => new()
    {
        // What is no command, option or value.
        {
            "frobnicate", 2,
            "found no command 'frobnicate', expected info, speedup, train, evaluate, predict, export, explain, convert, verify "
            + "or completion"
        },
        {
            "trian", 2,
            "found no command 'trian', expected info, speedup, train, evaluate, predict, export, explain, convert, verify or completion; "
            + "did you mean 'train'?"
        },
        { "info --frobnicate", 2, "info: found no option '--frobnicate'" },
        { "train --labl y {0}/good.csv", 2, "train: found no option '--labl'; did you mean '--label'?" },
        { "train {0}/good.csv --label y --l2 0,01", 2, "--l2 0,01: expected a finite number that is not negative" },
        { "train {0}/good.csv --label y --threads 1,000", 2, "--threads 1,000: expected a whole number above 0" },
        { "train {0}/good.csv extra", 2, "train: found 'extra', expected no further argument" },
        { "train {0}/good.csv --optimizer newtn", 2, "--optimizer newtn: expected gd, lbfgs, newton or adam; did you mean 'newton'?" },
        { "train", 2, "train: found no DATA, expected vectorlr train DATA" },
        { "convert {0}/good.csv", 2, "convert: found no FILE.npy, expected vectorlr convert DATA FILE.npy" },
        { "train {0}/images --size 0", 2, "--size 0: expected a whole number from 1 to 4096" },
        { "train {0}/images --size 4097", 2, "--size 4097: expected a whole number from 1 to 4096" },
        { "train {0}/images --size 8x8", 2, "--size 8x8: expected a whole number from 1 to 4096" },

        // What does not go together.
        { "train {0}/good.csv", 2, "{0}/good.csv: a .csv file needs --label NAME" },
        { "train {0}/x.npy", 2, "{0}/x.npy: a .npy matrix needs --labels FILE.npy" },
        {
            "train {0}/good.csv --label y --labels {0}/y.npy", 2,
            "{0}/good.csv: a .csv file needs --label NAME; --labels is for .npy files only"
        },
        {
            "train {0}/x.npy --label y --labels {0}/y.npy", 2,
            "{0}/x.npy: a .npy matrix needs --labels FILE.npy; --label is for .csv files only"
        },
        { "train {0}/good.csv --label y --size 8", 2, "{0}/good.csv: found no folder of images; --size is for images only" },
        { "train {0}/good.csv --label y --skip-bad", 2, "{0}/good.csv: found no folder of images; --skip-bad is for images only" },
        {
            "train {0}/x.npy --labels {0}/y.npy --decimal-comma", 2,
            "{0}/x.npy: found no .csv file; --decimal-comma is for .csv files only"
        },
        {
            "train {0}/images --label y", 2,
            "{0}/images: a folder of images takes its labels from its sub-folder names; --labels, --label and "
                + "--decimal-comma do not apply"
        },
        { "train {0}/data.xlsx", 2, "{0}/data.xlsx: expected a .csv file, a .npy file or a folder of images" },
        { "verify --write {0}/w.txt --json", 2, "--write FILE does not compare: it cannot be used with --against or --json" },

        // Tables.
        { "train {0}/missing.csv --label y", 2, "{0}/missing.csv: found no such file, expected a data file" },
        { "train {0}/empty.csv --label y", 2, "{0}/empty.csv: line 1: found an empty file, expected a header line" },
        {
            "train {0}/header.csv --label y", 2,
            "{0}/header.csv: line 2: found the end of the file, expected at least one example after the header"
        },
        { "train {0}/good.csv --label z", 2, "{0}/good.csv: line 1: found no column 'z' among 'a', 'b', 'y'" },
        {
            "train {0}/hole.csv --label y", 2,
            "{0}/hole.csv: line 3, column 'b': found no value, expected a finite number with a decimal point"
        },
        {
            "train {0}/comma.csv --label y", 2,
            "{0}/comma.csv: line 2, column 'a': found '1,5', expected a finite number with a decimal point"
        },
        {
            "train {0}/hole.csv --label y --decimal-comma", 2,
            "{0}/hole.csv: line 3, column 'b': found no value, expected a finite number with a decimal comma"
        },
        { "train {0}/ragged.csv --label y", 2, "{0}/ragged.csv: line 3: found 2 fields, expected 3 as in the header" },
        {
            "train {0}/quote.csv --label y", 2,
            "{0}/quote.csv: line 2, column 'a': found a quote left open or text after a closing quote, expected quotes as in RFC 4180"
        },
        {
            "train {0}/good.csv --label y --positive 7", 2,
            "{0}/good.csv: column 'y': found no label equal to the positive value '7', expected one of '0', '1'"
        },
        { "train {0}/latin.csv --label y", 2, "{0}/latin.csv: line 1 or later: found the byte E9, expected text in UTF-8" },

        // Arrays.
        { "train {0}/missing.npy --labels {0}/y.npy", 2, "{0}/missing.npy: found no such file, expected a data file" },
        { "train {0}/x.npy --labels {0}/missing.npy", 2, "{0}/missing.npy: found no such file, expected a data file" },
        { "train {0}/text.npy --labels {0}/y.npy", 2, "{0}/text.npy: byte 0: found 6E6F7420616E, expected 934E554D5059 (a .npy file)" },
        { "train {0}/cut.npy --labels {0}/y.npy", 2, "{0}/cut.npy: byte 128: found 5 bytes of data, expected 6 for shape (3, 2) of |u1" },
        {
            "train {0}/header.npy --labels {0}/y.npy", 2,
            "{0}/header.npy: byte 10: found 20 bytes before the end of the file, expected 118 (the header)"
        },
        {
            "train {0}/big.npy --labels {0}/y.npy", 2,
            "{0}/big.npy: dtype: found '>f8' (big-endian), expected little-endian: save array.astype('<f8')"
        },
        {
            "train {0}/half.npy --labels {0}/y.npy", 2,
            "{0}/half.npy: dtype: found '<f2', expected u1, u2, u4, u8, i1, i2, i4, i8, f4, f8 or b1"
        },
        { "train {0}/nan.npy --labels {0}/y.npy", 2, "{0}/nan.npy: [2, 1]: found NaN, expected a finite number" },
        {
            "train {0}/cube.npy --labels {0}/y.npy", 2,
            "{0}/cube.npy: shape: found (1, 2, 3), expected two dimensions (examples, features) of at most 2147483647 each"
        },
        { "train {0}/x.npy --labels {0}/two.npy", 2, "{0}/two.npy: found 2 labels, expected 3, one for each example of {0}/x.npy" },
        {
            "train {0}/x.npy --labels {0}/x.npy", 2,
            "{0}/x.npy: shape: found (3, 2), expected one label per example: (m,), (m, 1) or (1, m)"
        },
        {
            "train {0}/large.npy --labels {0}/y.npy --precision f32", 2,
            "{0}/large.npy: feature 1 has values too large for their squares in double; divide it by a constant in the data"
        },

        // Sample weights.
        { "train {0}/good.csv --label y --sample-weights c", 2, "{0}/good.csv: line 1: found no column 'c' among 'a', 'b', 'y'" },
        {
            "train {0}/good.csv --label y --sample-weights y", 2,
            "{0}/good.csv: line 1: found 'y' as both the label column and the sample weight column, expected different columns"
        },
        {
            "train {0}/pair.csv --label y --sample-weights a", 2,
            "{0}/pair.csv: line 1: found no column besides the labels and the sample weights, expected at least one feature"
        },
        {
            "train {0}/minus.csv --label y --sample-weights b", 2,
            "{0}/minus.csv: line 3, column 'b': found -1, expected a sample weight that is not negative"
        },
        {
            "train {0}/x.npy --labels {0}/y.npy --sample-weights b", 2,
            "--sample-weights b: {0}/x.npy has no named columns, expected a .npy file with one value per example"
        },
        {
            "train {0}/x.npy --labels {0}/y.npy --sample-weights {0}/two.npy", 2,
            "{0}/two.npy: found 2 sample weights, expected 3, one for each example"
        },
        {
            "train {0}/x.npy --labels {0}/y.npy --sample-weights {0}/minus.npy", 2,
            "{0}/minus.npy: [1]: found -2, expected a sample weight that is not negative"
        },

        // Images.
        { "train {0}/fotos", 2, "{0}/fotos: found no such file or folder, expected a .csv file, a .npy file or a folder of images" },
        { "train {0}/nothing", 2, "{0}/nothing: found no files, expected images in one sub-folder per class" },
        { "train {0}/flat", 2, "{0}/flat/1.png: found a file outside the class sub-folders, expected images in one sub-folder per class" },
        { "train {0}/one", 2, "{0}/one: found only one class, 'only', in all 1 labels, expected two classes" },
        { "train {0}/broken", 2, "{0}/broken/a/1.png: found a truncated image, expected a complete PNG image" },
        {
            "train {0}/foreign", 2,
            "{0}/foreign/a/1.png: found a file that begins with the bytes 68656C6C6F, expected a PNG, JPEG, WebP or BMP image"
        },
        { "train {0}/deep", 2, "{0}/deep/a/b: found a folder, expected a file that can be read" },

        // Outputs and models.
        { "convert {0}/good.csv {0}/out.csv --label y", 2, "FILE.npy {0}/out.csv: expected a name ending in .npy" },
        { "convert {0}/good.csv {0}/no/out.npy --label y", 2, "FILE.npy {0}/no/out.npy: its folder does not exist" },
        { "convert {0}/good.csv {0}/taken.npy --label y", 2, "FILE.npy {0}/taken.npy: is a folder, expected a file" },
        { "convert {0}/images {0}/taken.npy", 2, "FILE.npy {0}/taken.npy: is a folder, expected a file" },
        {
            "convert {0}/good.csv {0}/out.npy --label y --labels-output {0}/taken.npy", 2,
            "--labels-output {0}/taken.npy: is a folder, expected a file"
        },
        {
            "convert {0}/x.npy {0}/x.npy --labels {0}/y.npy", 2,
            "{0}/x.npy: used more than once as input or output, expected different files"
        },
        {
            "convert {0}/good.csv {0}/out.npy --label y --labels-output {0}/out.npy", 2,
            "{0}/out.npy: used more than once as input or output, expected different files"
        },
        { "train {0}/good.csv --label y --chart {0}/c.gif", 2, "--chart {0}/c.gif: expected a name ending in .svg or .png" },
        {
            "train {0}/good.csv --label y --model {0}/good.csv", 2,
            "{0}/good.csv: used more than once as input or output, expected different files"
        },
        {
            "train {0}/good.csv --label y --model {0}/link.csv", 2,
            "{0}/link.csv: used more than once as input or output, expected different files"
        },
        {
            "train {0}/x.npy --labels {0}/y.npy --history {0}/y.npy", 2,
            "{0}/y.npy: used more than once as input or output, expected different files"
        },
        {
            "train {0}/good.csv --label y --model {0}/m.json --history {0}/m.json", 2,
            "{0}/m.json: used more than once as input or output, expected different files"
        },
        {
            "train {0}/good.csv --label y --model {0}/m.json --checkpoint {0}/m.json", 2,
            "{0}/m.json: used more than once as input or output, expected different files"
        },
        {
            "train {0}/images --model {0}/images/a/1.png", 2,
            "{0}/images/a/1.png: is inside the input folder {0}/images, expected an output file elsewhere"
        },
        {
            "train {0}/images/ --model {0}/images/m.json", 2,
            "{0}/images/m.json: is inside the input folder {0}/images/, expected an output file elsewhere"
        },
        { "predict {0}/images {0}/good.csv", 2, "{0}/images: is a folder, expected a model that train --model wrote" },
        { "explain {0}/images --image {0}/e.png", 2, "{0}/images: is a folder, expected a model that train --model wrote" },
        {
            "train {0}/good.csv --label y --resume {0}/images", 2,
            "--resume {0}/images: is a folder, expected a checkpoint that train --checkpoint wrote"
        },
        { "train {0}/good.csv --label y --model {0}/images", 2, "--model {0}/images: is a folder, expected a file" },
        {
            "explain {0}/missing.json --image {0}/e.png", 2,
            "{0}/missing.json: found no such file, expected a model that train --model wrote"
        },
        { "predict {0}/missing.json {0}/good.csv", 2, "{0}/missing.json: found no such file, expected a model that train --model wrote" },
        {
            "evaluate {0}/table.json {0}/good.csv --label y --positive 0", 2,
            "--positive 0: found class 0 of {0}/table.json, expected its class 1, '1'"
        },
        {
            "evaluate {0}/missing.json {0}/good.csv --label y", 2,
            "{0}/missing.json: found no such file, expected a model that train --model wrote"
        },
        {
            "export {0}/missing.json --onnx {0}/m.onnx", 2,
            "{0}/missing.json: found no such file, expected a model that train --model wrote"
        },
        {
            "export {0}/table.json --onnx {0}/table.json", 2,
            "{0}/table.json: used more than once as input or output, expected different files"
        },
        { "predict {0}/table.json {0}/good.csv", 2, "{0}/good.csv: found 3 features, expected 2 as in {0}/table.json" },
        {
            "explain {0}/table.json --image {0}/e.png", 2,
            "{0}/table.json: found 2 weights, expected s x s or s x s x 3, as for a square image"
        },
        { "explain {0}/table.json --image {0}/e.jpg", 2, "--image {0}/e.jpg: expected a name ending in .png" },
        { "verify --against {0}/good.csv", 2, "{0}/good.csv: line 1: found 'a,b,y', expected a name and 16 lower-case hexadecimal digits" },
    };

    [Fact]
    public void There_are_at_least_forty() => Assert.InRange(Table.Count, 40, 1000);

    [Theory]
    [MemberData(nameof(Table))]
    public void Bad_input_is_answered_with_one_line_and_nothing_is_written(string arguments, int exitCode, string message)
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows()
                && arguments.Contains("link.csv", StringComparison.Ordinal), "Windows has links for some users only");
        using TempFolder folder = new();
        MakeFiles(folder);
        Dictionary<string, string> before = Contents(folder);
        Tool.Outcome outcome = Tool.Run(string.Format(CultureInfo.InvariantCulture, arguments, folder.Name).Split(' '));
        Assert.Equal($"vectorlr: {string.Format(CultureInfo.InvariantCulture, message, folder.Name)}", outcome.ErrorLine);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Equal(before, Contents(folder));
    }

    private static void MakeFiles(TempFolder folder)
    {
        folder.Write("good.csv", "a,b,y\n1,2,0\n2,1,1\n3,5,0\n");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder.Path("link.csv"), folder.Path("good.csv"));
        }

        folder.Write("pair.csv", "a,y\n1,0\n2,1\n");
        folder.Write("minus.csv", "a,b,y\n1,2,0\n2,-1,1\n3,5,0\n");
        folder.WriteNpy("minus.npy", "|i1", "(3,)", [1, 0xFE, 1]);
        folder.Write("empty.csv", "");
        folder.Write("header.csv", "a,b,y\n");
        folder.Write("hole.csv", "a;b;y\n1;2;0\n2;;1\n");
        folder.Write("comma.csv", "a;y\n1,5;0\n2,5;1\n");
        folder.Write("ragged.csv", "a,b,y\n1,2,0\n2,1\n");
        folder.Write("quote.csv", "a,b,y\n\"1,2,0\n");
        File.WriteAllBytes(folder.Path("latin.csv"), Encoding.Latin1.GetBytes("a,y\n1,caf\u00e9\n2,tea\n"));
        folder.Write("data.xlsx", "");
        folder.Write("text.npy", "not an array");
        folder.WriteNpy("x.npy", "|u1", "(3, 2)", [1, 2, 3, 4, 5, 6]);
        folder.WriteNpy("y.npy", "|u1", "(3,)", [0, 1, 0]);
        folder.WriteNpy("two.npy", "|u1", "(2,)", [0, 1]);
        folder.WriteNpy("cut.npy", "|u1", "(3, 2)", [1, 2, 3, 4, 5]);
        File.WriteAllBytes(folder.Path("header.npy"), File.ReadAllBytes(folder.Path("x.npy"))[..30]);
        folder.WriteNpy("big.npy", ">f8", "(3, 1)", new byte[24]);
        folder.WriteNpy("half.npy", "<f2", "(3, 1)", new byte[6]);
        folder.WriteNpy("nan.npy", "<f4", "(3, 2)", [.. new byte[20], 0, 0, 0xC0, 0x7F]);
        folder.WriteNpy("cube.npy", "|u1", "(1, 2, 3)", new byte[6]);
        folder.WriteNpy("large.npy", "<f8", "(3, 2)", [.. new byte[8], .. BitConverter.GetBytes(1e300), .. new byte[32]]);
        using SKBitmap bitmap = new(16, 16, SKColorType.Rgba8888, SKAlphaType.Opaque);
        new Random(1).NextBytes(bitmap.GetPixelSpan());
        byte[] png = bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
        WriteImage(folder, "images/a/1.png", png);
        WriteImage(folder, "images/b/1.png", png);
        WriteImage(folder, "flat/1.png", png);
        WriteImage(folder, "one/only/1.png", png);
        WriteImage(folder, "broken/a/1.png", png[..(png.Length / 2)]);
        WriteImage(folder, "foreign/a/1.png", "hello"u8.ToArray());
        WriteImage(folder, "deep/a/b/1.png", png);
        Directory.CreateDirectory(folder.Path("nothing"));
        Directory.CreateDirectory(folder.Path("taken.npy"));
        folder.Write("taken.labels.npy", "what the user had");
        new VectorLR.Training.LogisticRegression(VectorLR.Training.Parameters.Zero(2)).Save(folder.Path("table.json"));
    }

    private static void WriteImage(TempFolder folder, string name, byte[] contents)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Path(name))!);
        File.WriteAllBytes(folder.Path(name), contents);
    }

    private static Dictionary<string, string> Contents(TempFolder folder) =>
        Directory.GetFiles(folder.Name, "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));
}
