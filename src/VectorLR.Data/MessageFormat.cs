using System.Globalization;

namespace VectorLR.Data;

/// <summary>Formats values for messages.</summary>
internal static class MessageFormat
{
    private const int MaxTextLength = 40;

    /// <summary>Returns the text in quotes, shortened to 40 characters.</summary>
    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= MaxTextLength ? $"'{text}'" : $"'{text[..MaxTextLength]}...'";

    /// <summary>Whether a character shows nothing, or looks like a space that it is not.</summary>
    public static bool IsInvisible(char c) => c != ' ' && char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Returns the names in quotes, at most <paramref name="max"/> of them, and the number omitted.</summary>
    public static string List(IReadOnlyCollection<string> names, int max)
    {
        string shown = string.Join(", ", names.Take(max).Select(name => Quote(name)));
        return names.Count <= max ? shown : $"{shown} and {names.Count - max} more";
    }

    /// <summary>Returns the shortest decimal that parses to the same number, in the invariant culture.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
