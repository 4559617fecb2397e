using SkiaSharp;

namespace VectorLR.Data.Tests;

public sealed class NpyWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("|u1", false)]
    [InlineData("|u1", true)]
    [InlineData("<f4", false)]
    [InlineData("<f4", true)]
    [InlineData("<f8", false)]
    [InlineData("<f8", true)]
    public void A_matrix_is_written_as_NumPy_writes_it_from_memory_and_from_a_mapping(string descr, bool fortran)
    {
        const string Shape = "(5, 3)";
        byte[] values = [.. Enumerable.Range(0, 15).Select(i => (byte)(i * 17))];
        byte[] expected = descr switch
        {
            "|u1" => NpyBytes.Of(descr, Shape, values, fortran),
            "<f4" => NpyBytes.Of(descr, Shape, Array.ConvertAll(values, value => value / 3f), fortran),
            _ => NpyBytes.Of(descr, Shape, Array.ConvertAll(values, value => value / 3d), fortran),
        };
        string path = _folder.Write("x.npy", expected);
        string copy = Path.Combine(_folder.FullName, "copy.npy");
        foreach (FeatureMatrix matrix in (FeatureMatrix[])[NpyFile.LoadMatrix(path), NpyFile.MapMatrix(path, leastBytes: 0)])
        {
            NpyFile.SaveMatrix(copy, matrix, Stop);
            Assert.Equal(expected, File.ReadAllBytes(copy));
        }

        Assert.Equal(2, Directory.GetFiles(_folder.FullName).Length);
    }

    [Fact]
    public void Matrices_of_many_stretches_and_of_nothing_come_back()
    {
        string path = Path.Combine(_folder.FullName, "x.npy");
        byte[] many = Pictures.Noise(3000, 1000, 1);
        NpyFile.SaveMatrix(path, new FeatureMatrix(many, 9, 1_000_000, Layout.ExampleRows), Stop);
        Assert.Equal(many, NpyFile.LoadMatrix(path).Bytes.ToArray().Cast<byte>());
        foreach (Layout layout in (Layout[])[Layout.ExampleRows, Layout.FeatureRows])
        {
            NpyFile.SaveMatrix(path, new FeatureMatrix(Array.Empty<float>(), 0, 7, layout), Stop);
            FeatureMatrix empty = NpyFile.LoadMatrix(path);
            Assert.Equal((0, 7, layout, ElementType.Single), (empty.Count, empty.Features, empty.Layout, empty.ElementType));
        }
    }

    [Fact]
    public void A_folder_in_the_place_of_the_features_leaves_the_labels_as_they_were()
    {
        string labels = _folder.Write("y.npy", "what the user had");
        string taken = Directory.CreateDirectory(Path.Combine(_folder.FullName, "x.npy")).FullName;
        string images = Directory.CreateDirectory(Path.Combine(_folder.FullName, "images")).FullName;
        foreach (string name in (string[])["a", "b"])
        {
            string file = Path.Combine(Directory.CreateDirectory(Path.Combine(images, name)).FullName, "1.png");
            File.WriteAllBytes(file, Pictures.Encode([1, 2, 3], 1, 1, SKEncodedImageFormat.Png));
        }

        DataSet table = CsvTable.Load(_folder.Write("d.csv", "a,y\n1,0\n2,1\n"), "y");
        Assert.Throws<UnauthorizedAccessException>(() => NpyFile.Save(taken, labels, table, Stop));
        Assert.Throws<UnauthorizedAccessException>(
            () => ImageFolder.Convert(images, taken, labels, new() { Size = 1 }, cancellation: Stop));
        Assert.Equal("what the user had", File.ReadAllText(labels));
        Assert.Equal(4, Directory.GetFileSystemEntries(_folder.FullName).Length);
    }

    [Fact]
    public void Labels_come_back_and_others_than_bytes_are_refused()
    {
        string path = Path.Combine(_folder.FullName, "y.npy");
        NpyFile.SaveLabels(path, [0, 1, 255]);
        Assert.Equal([0, 1, 255], NpyFile.LoadLabels(path));
        foreach (double bad in (double[])[0.5, -1, 256, double.NaN])
        {
            Assert.Contains(
                "Label 1 is ",
                Assert.Throws<ArgumentException>(() => NpyFile.SaveLabels(path, [0, bad])).Message,
                StringComparison.Ordinal);
        }

        Assert.Equal([0, 1, 255], NpyFile.LoadLabels(path));
    }

    [Fact]
    public void Images_are_converted_a_batch_at_a_time_to_what_loading_them_gives()
    {
        // Images so large that the writer takes one at a time, and so writes several times.
        const int Size = 4096;
        byte[] png = Pictures.Encode(Pictures.Noise(8, 8, 1), 8, 8, SKEncodedImageFormat.Png);
        foreach (string name in (string[])["a/1.png", "a/bad.png", "b/2.png"])
        {
            string image = Path.Combine(_folder.FullName, "images", name);
            Directory.CreateDirectory(Path.GetDirectoryName(image)!);
            File.WriteAllBytes(image, name == "a/bad.png" ? [1] : png);
        }

        string folder = Path.Combine(_folder.FullName, "images");
        string path = Path.Combine(_folder.FullName, "x.npy");
        string labelsPath = Path.Combine(_folder.FullName, "y.npy");
        Assert.Throws<DataException>(() => ImageFolder.Convert(folder, path, labelsPath, cancellation: Stop));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
        int bad = 0;
        ImageOptions options = new() { Size = Size, OnBad = _ => bad++ };
        EncodedLabels labels = ImageFolder.Convert(folder, path, labelsPath, options, cancellation: Stop);
        Assert.Equal(1, bad);
        Assert.Equal([0.0, 1], labels.Labels.ToArray());
        FeatureMatrix loaded = ImageFolder.LoadMatrix(folder, options, Stop).Features;
        FeatureMatrix converted = NpyFile.LoadMatrix(path);
        Assert.Equal((2, 3 * Size * Size), (converted.Count, converted.Features));
        Assert.True(Flat(loaded).SequenceEqual(Flat(converted)));
        Assert.Equal([0.0, 1], NpyFile.LoadLabels(labelsPath));
        Assert.Equal(2, Directory.GetFiles(_folder.FullName).Length);
    }

    [Fact]
    public void Of_examples_and_labels_both_are_written_or_none()
    {
        DataSet data = new(
            new FeatureMatrix((float[])[1, 2, 3, 4, 5, 6], 3, 2, Layout.ExampleRows),
            new EncodedLabels((double[])[0, 1, 1], new("no", "yes"), false));
        string path = Path.Combine(_folder.FullName, "x.npy");
        File.WriteAllText(path, "what was there");
        string labelsPath = Path.Combine(_folder.FullName, "no", "y.npy");
        Assert.Throws<DirectoryNotFoundException>(() => NpyFile.Save(path, labelsPath, data, Stop));
        Assert.Equal("what was there", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.FullName));

        Directory.CreateDirectory(Path.Combine(_folder.FullName, "no"));
        NpyFile.Save(path, labelsPath, data, Stop);
        DataSet read = NpyFile.Load(path, labelsPath);
        Assert.Equal(data.Features.ToDouble().ToArray(), read.Features.ToDouble().ToArray());
        Assert.Equal(data.Labels.ToArray(), read.Labels.ToArray());
    }

    [Fact]
    public void Where_one_name_is_a_folder_the_other_file_is_unchanged()
    {
        string images = Path.Combine(_folder.FullName, "images");
        foreach (string name in (string[])["a", "b"])
        {
            Directory.CreateDirectory(Path.Combine(images, name));
            File.WriteAllBytes(
                Path.Combine(images, name, "1.png"), Pictures.Encode(Pictures.Noise(8, 8, 1), 8, 8, SKEncodedImageFormat.Png));
        }

        DataSet data = new(
            new FeatureMatrix((float[])[1, 2], 2, 1, Layout.ExampleRows),
            new EncodedLabels((double[])[0, 1], new("no", "yes"), false));
        string taken = Directory.CreateDirectory(Path.Combine(_folder.FullName, "folder.npy")).FullName;
        string file = Path.Combine(_folder.FullName, "file.npy");
        File.WriteAllText(file, "what was there");
        foreach (Action save in (Action[])
        [
            () => NpyFile.Save(taken, file, data, Stop),
            () => NpyFile.Save(file, taken, data, Stop),
            () => ImageFolder.Convert(images, taken, file, cancellation: Stop),
            () => ImageFolder.Convert(images, file, taken, cancellation: Stop),
        ])
        {
            Assert.Contains(taken, Assert.Throws<UnauthorizedAccessException>(save).Message, StringComparison.Ordinal);
            Assert.Equal("what was there", File.ReadAllText(file));
            Assert.Equal(3, Directory.GetFileSystemEntries(_folder.FullName).Length);
        }
    }

    private static ReadOnlySpan<byte> Flat(FeatureMatrix matrix) =>
        matrix.Bytes.Span.TryGetSpan(out ReadOnlySpan<byte> span) ? span : default;
}
