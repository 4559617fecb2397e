using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VectorLR.Data;
using VectorLR.Images;

namespace VectorLR.Cli;

/// <summary>DATA and the options that describe it.</summary>
/// <param name="Path">A .csv file, a .npy file, or a folder of images.</param>
/// <param name="Labels">The labels file of a .npy matrix.</param>
/// <param name="Label">The label column of a .csv file.</param>
/// <param name="Positive">The label that is class 1.</param>
/// <param name="DecimalComma">Whether the numbers of a .csv file have decimal commas.</param>
/// <param name="Size">The height and width that images are resized to; null for the default.</param>
/// <param name="SkipBad">Whether to leave out bad images and, where <see cref="HasModel"/>, bad rows.</param>
internal sealed record DataSource(
    string Path, string? Labels, string? Label, string? Positive, bool DecimalComma, int? Size, bool SkipBad)
{
    public const string Description =
        "A .csv file with a header, a .npy matrix with examples as rows, or a folder of images with one sub-folder per class.";

    private const double LargestByte = 255;

    private const int MaxRowsNamed = 20;

    private static readonly string[] s_imageExtensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp"];

    /// <summary>The classes of the model that scores the examples; null where labels define the classes.</summary>
    public LabelNames? Classes { get; init; }

    /// <summary>Whether a model scores the examples, so that single rows can be left out.</summary>
    public bool HasModel { get; init; }

    /// <summary>Whether DATA is a folder of images or a single image. Only commands that need no labels accept a single image.</summary>
    /// <remarks>A single image is known by its ending, or by its contents where the ending is no other kind of DATA.</remarks>
    public bool IsImages => Directory.Exists(Path) || (File.Exists(Path) && System.IO.Path.GetExtension(Path).ToLowerInvariant() switch
    {
        ".csv" or ".npy" => false,
        string ending => s_imageExtensions.Contains(ending) || ImageFolder.IsImage(Path),
    });

    private bool SkipsRows => SkipBad && HasModel;

    /// <summary>Creates the option for the labels file of a .npy matrix.</summary>
    public static Option<string?> LabelsOption() => new("--labels")
    {
        Description = "The labels of a .npy matrix: a .npy file with one value per example.",
        HelpName = "FILE.npy",
    };

    /// <summary>Creates the option for the label column of a .csv file.</summary>
    public static Option<string?> LabelOption() => new("--label")
    {
        Description = "The label column of a .csv file.",
        HelpName = "NAME",
    };

    /// <summary>Creates the option for the label that is class 1.</summary>
    public static Option<string?> PositiveOption() => new("--positive")
    {
        Description = "The label that is class 1. All other labels are class 0.",
        HelpName = "VALUE",
    };

    /// <summary>Creates the option for the size of images.</summary>
    /// <param name="otherwise">The default in the help text.</param>
    public static Option<int?> SizeOption(string otherwise = "64") => new("--size")
    {
        Description = $"Resize images to this height and width in pixels (triangle filter). Default: {otherwise}.",
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

    /// <summary>Creates the option for leaving out bad images.</summary>
    public static Option<bool> SkipBadOption() => new("--skip-bad")
    {
        Description = "Leave out files that are corrupt or not images, and report their names and number. "
            + "evaluate leaves out rows that cannot be scored too, and predict prints no probability for them.",
    };

    /// <summary>Creates the option for decimal commas.</summary>
    public static Option<bool> DecimalCommaOption() => new("--decimal-comma")
    {
        Description = "The numbers of a .csv file have a decimal comma: 1,5 instead of 1.5.",
    };

    /// <summary>Returns the divisor of the features: --scale, or 255 for images and 1 for other data.</summary>
    public static double Scale(ParseResult result, Option<double?> scale, string path) =>
        result.GetValue(scale) ?? (Directory.Exists(path) ? LargestByte : 1);

    /// <summary>Reads examples and labels.</summary>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="featureColumns">The feature columns of a .csv file, or null for all except the label and the weights.</param>
    /// <param name="weightColumn">The sample weight column of a .csv file, or null.</param>
    public DataSet Load(CancellationToken cancellation, IReadOnlyList<string>? featureColumns = null, string? weightColumn = null)
    {
        if (Directory.Exists(Path))
        {
            RequireFolderOptions();
            return Images(options => ImageFolder.Load(Path, options, Positive, Classes, cancellation));
        }

        RequireFileOptions();
        switch (System.IO.Path.GetExtension(Path).ToLowerInvariant())
        {
            case ".npy":
                return Labels is null || Label is not null
                    ? throw new UsageException(
                        $"{Path}: a .npy matrix needs --labels FILE.npy{(Label is null ? "" : "; --label is for .csv files only")}")
                    : Read(
                        () => SkipsRows
                            ? NpyFile.MapWithNaN(Path, Labels, Positive, Classes)
                            : NpyFile.Map(Path, Labels, Positive, Classes),
                        cancellation);
            case ".csv":
                return Label is null || Labels is not null
                    ? throw new UsageException(
                        $"{Path}: a .csv file needs --label NAME{(Labels is null ? "" : "; --labels is for .npy files only")}")
                    : Rows(
                        onBad => CsvTable.Load(
                            Path, Label, Positive, DecimalComma, featureColumns, weightColumn, Classes, onBad),
                        cancellation);
            default:
                throw UnknownKind();
        }
    }

    /// <summary>Rejects options that do not apply to a folder of images.</summary>
    public void RequireFolderOptions()
    {
        if (Labels is not null || Label is not null || DecimalComma)
        {
            throw new UsageException(
                $"{Path}: a folder of images takes its labels from its sub-folder names; "
                + "--labels, --label and --decimal-comma do not apply");
        }
    }

    /// <summary>Reads examples without labels. For images, also returns their files.</summary>
    /// <param name="featureColumns">The feature columns of a .csv file, or null for all.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public (FeatureMatrix Features, IReadOnlyList<string>? Files) LoadFeatures(
        IReadOnlyList<string>? featureColumns, CancellationToken cancellation)
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
            ".npy" => (Read(() => SkipsRows ? NpyFile.MapMatrixWithNaN(Path) : NpyFile.MapMatrix(Path), cancellation), null),
            ".csv" => (Rows(onBad => CsvTable.LoadFeatures(Path, DecimalComma, featureColumns, onBad), cancellation), null),
            _ => throw UnknownKind(),
        };
    }

    /// <summary>Rejects options that do not apply to a file.</summary>
    private void RequireFileOptions()
    {
        if (DecimalComma && !System.IO.Path.GetExtension(Path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"{Path}: found no .csv file; --decimal-comma is for .csv files only");
        }

        if (Size is not null || (SkipBad && !HasModel))
        {
            throw new UsageException($"{Path}: found no folder of images; {(Size is null ? "--skip-bad" : "--size")} is for images only");
        }
    }

    /// <summary>Reads on another thread and abandons it on cancellation, because a read from a pipe can block forever.</summary>
    private static T Read<T>(Func<T> read, CancellationToken cancellation) =>
        Task.Run(read, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();

    private UsageException UnknownKind() => new(
        $"{(Path.Length == 0 ? "''" : Path)}: {(File.Exists(Path) ? "" : "found no such file or folder, ")}"
        + "expected a .csv file, a .npy file or a folder of images");

    /// <summary>Reads images with a progress bar, then reports the files that were left out.</summary>
    public T Images<T>(Func<ImageOptions, T> read)
    {
        List<DataException> bad = [];
        T result = ProgressBar.Run("reading images", "files", progress => read(new ImageOptions
        {
            Size = Size ?? new ImageOptions().Size,
            OnBad = SkipBad ? bad.Add : null,
            Progress = progress,
        }));
        if (SkipBad)
        {
            Report(bad, "file", bad.Count);
        }

        return result;
    }

    /// <summary>Reports what was skipped, and counts it.</summary>
    private static void Report(List<DataException> bad, string kind, int shown)
    {
        foreach (DataException exception in bad.Take(shown))
        {
            Console.Error.WriteLine($"vectorlr: skipped: {exception.Message}");
        }

        Console.Error.WriteLine($"vectorlr: {bad.Count} bad {kind}{(bad.Count == 1 ? "" : "s")} skipped");
    }

    /// <summary>Reads a table, then reports the rows that were skipped.</summary>
    private T Rows<T>(Func<Action<DataException>?, T> read, CancellationToken cancellation)
    {
        List<DataException> bad = [];
        T result = Read(() => read(SkipsRows ? bad.Add : null), cancellation);
        ReportRows(bad);
        return result;
    }

    /// <summary>Reports rows that were skipped: the first ones, and how many there were.</summary>
    public static void ReportRows(List<DataException> bad)
    {
        if (bad.Count > 0)
        {
            Report(bad, "row", MaxRowsNamed);
        }
    }
}
