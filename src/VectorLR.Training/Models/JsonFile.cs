using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace VectorLR.Training;

/// <summary>Reading shared by the library's JSON files.</summary>
internal static partial class JsonFile
{
    [GeneratedRegex(@"^The JSON property ('.*') could not be mapped to any \.NET member .*$")]
    private static partial Regex UnknownProperty();

    /// <summary>Reads the contents of a file. An error in them becomes a one-line message, behind the place.</summary>
    public static TResult Read<TFile, TResult>(
        byte[] contents, string place, string kind, JsonTypeInfo<TFile> type, Func<TFile, TResult> convert)
    {
        try
        {
            TFile? file = JsonSerializer.Deserialize(contents, type);
            return file is null ? throw new InvalidDataException("it is null") : convert(file);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or ArgumentException)
        {
            string location = exception is JsonException json
                ? $"line {json.LineNumber + 1}, position {json.BytePositionInLine + 1}, at {json.Path}: "
                : "";
            string message = UnknownProperty().Replace(
                exception.Message.Split(" (Parameter ")[0].Split(" Path: ")[0], "found an unknown property $1");
            throw new InvalidDataException($"{place}not a {kind} file: {location}{message}".ReplaceLineEndings(" "), exception);
        }
    }

    public static void RequireVersion(string format, string expectedFormat, int version, int expectedVersion)
    {
        if (format != expectedFormat)
        {
            throw new InvalidDataException($"its format is '{format}', not '{expectedFormat}'");
        }

        if (version != expectedVersion)
        {
            throw new InvalidDataException($"its version is {version}; this library reads version {expectedVersion}");
        }
    }
}
