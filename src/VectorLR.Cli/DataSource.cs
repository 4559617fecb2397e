using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VectorLR.Data;

namespace VectorLR.Cli;

/// <summary>DATA and the options that say what in it is what.</summary>
/// <param name="Path">A .csv, a .npy, or a folder of images.</param>
/// <param name="Labels">The labels of a .npy.</param>
/// <param name="Label">The label column of a .csv.</param>
/// <param name="Positive">The label that is class 1.</param>
/// <param name="DecimalComma">Whether the numbers of a .csv have decimal commas.</param>
/// <param name="Size">What images are resized to; null for the default.</param>
/// <param name="SkipBad">Whether to go on past bad images.</param>
internal sealed record DataSource(string Path, string? Labels, string? Label, string? Positive, bool DecimalComma, int? Size, bool SkipBad)
{
    public const string Description =
        "A .csv with a header, a .npy matrix with examples as rows, or a folder of images with one sub-folder per class.";

    private const double LargestByte = 255;

    private static readonly string[] s_imageExtensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp"];

    /// <summary>Whether DATA is images: a folder of them or, where labels do not matter, one alone.</summary>
    public bool IsImages => Directory.Exists(Path)
        || (File.Exists(Path) && s_imageExtensions.Contains(System.IO.Path.GetExtension(Path), StringComparer.OrdinalIgnoreCase));

    /// <summary>The option that says how large images become.</summary>
    /// <param name="otherwise">What they become without it.</param>
    public static Option<int?> SizeOption(string otherwise = "64") => new("--size")
    {
        Description = $"Images become this many pixels high and wide (triangle filter). Default: {otherwise}.",
        HelpName = "PIXELS",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size is < 1 or > 4096)
            {
                result.AddError($"--size {text}: expected a whole number from 1 to 4096");
            }

            return size;
        },
    };

    /// <summary>The option that lets bad images pass.</summary>
    public static Option<bool> SkipBadOption() => new("--skip-bad")
    {
        Description = "Leave out files that are broken or no image, name them, and count them.",
    };

    /// <summary>The option that says how numbers are written.</summary>
    public static Option<bool> DecimalCommaOption() => new("--decimal-comma")
    {
        Description = "The numbers of a .csv are written 1,5 rather than 1.5.",
    };

    /// <summary>What features are divided by unless the user says: images are pixels from 0 to 255.</summary>
    public static double Scale(ParseResult result, Option<double?> scale, string path) =>
        result.GetValue(scale) ?? (Directory.Exists(path) ? LargestByte : 1);

    /// <summary>Reads examples and labels.</summary>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="featureColumns">The columns of a .csv that are features, or null for all but the label and the weights.</param>
    /// <param name="weightColumn">The column of a .csv that says what each example counts, or null.</param>
    public DataSet Load(CancellationToken cancellation, IReadOnlyList<string>? featureColumns = null, string? weightColumn = null)
    {
        if (Directory.Exists(Path))
        {
            RequireFolderOptions();
            return Images(options => ImageFolder.Load(Path, options, Positive, cancellation));
        }

        RequireFileOptions();
        switch (System.IO.Path.GetExtension(Path).ToLowerInvariant())
        {
            case ".npy":
                return Labels is null || Label is not null
                    ? throw new UsageException($"{Path}: a .npy matrix needs --labels FILE.npy{(Label is null ? "" : ", and --label is for a .csv")}")
                    : Read(() => NpyFile.Map(Path, Labels, Positive), cancellation);
            case ".csv":
                return Label is null || Labels is not null
                    ? throw new UsageException($"{Path}: a .csv needs --label NAME{(Labels is null ? "" : ", and --labels is for a .npy")}")
                    : Read(() => CsvTable.Load(Path, Label, Positive, DecimalComma, featureColumns, weightColumn), cancellation);
            default:
                throw UnknownKind();
        }
    }

    /// <summary>Refuses what does not go with a folder of images.</summary>
    public void RequireFolderOptions()
    {
        if (Labels is not null || Label is not null || DecimalComma)
        {
            throw new UsageException(
                $"{Path}: a folder of images has its labels in its sub-folders' names: it goes with neither --labels, --label nor --decimal-comma");
        }
    }

    /// <summary>Reads examples and no labels, whether there are any or not; and the examples' files, if each has one.</summary>
    /// <param name="featureColumns">The columns of a .csv that are features, or null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public (FeatureMatrix Features, IReadOnlyList<string>? Files) LoadFeatures(IReadOnlyList<string>? featureColumns, CancellationToken cancellation)
    {
        if (IsImages)
        {
            RequireFolderOptions();
            ImageMatrix images = Images(options => ImageFolder.LoadMatrix(Path, options, cancellation));
            return (images.Features, images.Files);
        }

        RequireFileOptions();
        return System.IO.Path.GetExtension(Path).ToLowerInvariant() switch
        {
            ".npy" => (Read(() => NpyFile.MapMatrix(Path), cancellation), null),
            ".csv" => (Read(() => CsvTable.LoadFeatures(Path, DecimalComma, featureColumns), cancellation), null),
            _ => throw UnknownKind(),
        };
    }

    /// <summary>Refuses what does not go with a file.</summary>
    private void RequireFileOptions()
    {
        if (DecimalComma && !System.IO.Path.GetExtension(Path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"{Path}: is no .csv, which --decimal-comma is for");
        }

        if (Size is not null || SkipBad)
        {
            throw new UsageException($"{Path}: is no folder of images, which {(SkipBad ? "--skip-bad" : "--size")} is for");
        }
    }

    /// <summary>Reads on another thread, which is left behind where the user has had enough: a pipe may have nothing to say for ever.</summary>
    private static T Read<T>(Func<T> read, CancellationToken cancellation) => Task.Run(read, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();

    private UsageException UnknownKind() =>
        new($"{(Path.Length == 0 ? "''" : Path)}: {(File.Exists(Path) ? "" : "found no such file or folder, ")}expected a .csv file, a .npy file or a folder of images");

    /// <summary>Runs what reads images, with a progress bar, and says at the end what was left out.</summary>
    public T Images<T>(Func<ImageOptions, T> read)
    {
        List<DataException> bad = [];
        T result = ProgressBar.Run("reading images", "files", progress => read(new ImageOptions
        {
            Size = Size ?? new ImageOptions().Size,
            OnBad = SkipBad ? bad.Add : null,
            Progress = progress,
        }));
        foreach (DataException exception in bad)
        {
            Console.Error.WriteLine($"vectorlr: skipped: {exception.Message}");
        }

        if (SkipBad)
        {
            Console.Error.WriteLine($"vectorlr: {bad.Count} bad {(bad.Count == 1 ? "file" : "files")} skipped");
        }

        return result;
    }
}
