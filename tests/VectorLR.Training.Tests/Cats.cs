using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Training.Tests;

/// <summary>
/// The cat pictures of the course that the textbook follows, 64 x 64 x 3 bytes each. They are not part of the project. They are read from
/// the folder named by the environment variable VECTORLR_CATS, or else from ../shared/data/cats beside the repository.
/// </summary>
internal sealed partial class Cats
{
    private const string FolderVariable = "VECTORLR_CATS";

    private Cats(string folder)
    {
        Training = ReadNpy(Path.Combine(folder, "train_images.npy"), out int count, out int features);
        Test = ReadNpy(Path.Combine(folder, "test_images.npy"), out int testCount, out int testFeatures);
        TrainingLabels = ReadLabels(Path.Combine(folder, "train_labels.npy"), count);
        TestLabels = ReadLabels(Path.Combine(folder, "test_labels.npy"), testCount);
        (Count, TestCount, Features) = (count, testCount, features);
        Assert.Equal((209, 50, 64 * 64 * 3, 64 * 64 * 3), (count, testCount, features, testFeatures));
    }

    public int Count { get; }

    public int TestCount { get; }

    public int Features { get; }

    public byte[] Training { get; }

    public byte[] Test { get; }

    public double[] TrainingLabels { get; }

    public double[] TestLabels { get; }

    /// <summary>Reads the set, or skips the test, saying where it was looked for.</summary>
    public static Cats ReadOrSkip()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        folder = string.IsNullOrEmpty(folder) ? Path.GetFullPath(Path.Combine(FindRepository(), "../shared/data/cats")) : folder;
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"the cat pictures are not part of the project and are not in {folder}; {FolderVariable} may name their folder");
        }

        return new(folder);
    }

    /// <summary>The objective over the training pictures in one of the types, with a scale of 255.</summary>
    public IObjective Objective(string type, int threads = 0, Isa? isa = null)
    {
        ObjectiveOptions options = new() { Scale = 255, Threads = threads, Isa = isa };
        return type switch
        {
            "float" => LogisticObjective.Create(Matrix(Array.ConvertAll(Training, pixel => (float)pixel)), TrainingLabels, options),
            "double" => LogisticObjective.Create(Matrix(Array.ConvertAll(Training, pixel => (double)pixel)), TrainingLabels, options),
            "byte x Single" => LogisticObjective.Create(Matrix(Training), TrainingLabels, Precision.Single, options),
            "byte x Double" => LogisticObjective.Create(Matrix(Training), TrainingLabels, Precision.Double, options),
            _ => throw new ArgumentException($"{type} is not a type of examples", nameof(type)),
        };
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VectorLR.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"no VectorLR.sln in or above {AppContext.BaseDirectory}");
    }

    private static double[] ReadLabels(string path, int count)
    {
        byte[] labels = ReadNpy(path, out int labelCount, out _);
        Assert.Equal(count, labelCount);
        return Array.ConvertAll(labels, label => (double)label);
    }

    /// <summary>A version 1.0 .npy: 6 bytes of magic, 2 of version, 2 of length, a header of that length, the values.</summary>
    private static byte[] ReadNpy(string path, out int rows, out int columns)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.True(file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8, 1, 0]), $"{path} is not a version 1.0 .npy");
        int length = BitConverter.ToUInt16(file, 8);
        string header = Encoding.ASCII.GetString(file, 10, length);
        Match match = HeaderPattern().Match(header);
        Assert.True(match.Success, $"{path} has the header {header}");
        rows = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        columns = match.Groups[2].Length == 0 ? 1 : int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        byte[] values = file[(10 + length)..];
        Assert.Equal(rows * columns, values.Length);
        return values;
    }

    [GeneratedRegex(@"^\{'descr': '\|u1', 'fortran_order': False, 'shape': \((\d+),(?: (\d+))?\), \} *\n$")]
    private static partial Regex HeaderPattern();

    private ReadOnlyMemory2D<T> Matrix<T>(T[] values) => new(values, Count, Features);
}
