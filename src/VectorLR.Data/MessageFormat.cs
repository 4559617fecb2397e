using System.Buffers;
using System.Globalization;

namespace VectorLR.Data;

/// <summary>Formats values for messages.</summary>
internal static class MessageFormat
{
    private const int MaxTextLength = 40;

    // Letters and marks of Unicode's Default_Ignorable_Code_Point, the variation selectors among them, and the blank of Braille.
    private static readonly SearchValues<char> s_blankLetters = SearchValues.Create(
        "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
        + "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f");

    /// <summary>Returns the text in quotes, shortened to 40 characters.</summary>
    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= MaxTextLength ? $"'{text}'" : $"'{text[..MaxTextLength]}...'";

    /// <summary>Whether a character shows nothing, or looks like a space that it is not.</summary>
    public static bool IsInvisible(char c) => c != ' ' && (s_blankLetters.Contains(c) || char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>Returns the names in quotes, at most <paramref name="max"/> of them, and the number omitted.</summary>
    public static string List(IReadOnlyCollection<string> names, int max)
    {
        string shown = string.Join(", ", names.Take(max).Select(name => Quote(name)));
        return names.Count <= max ? shown : $"{shown} and {names.Count - max} more";
    }

    /// <summary>Returns the shortest decimal that parses to the same number, in the invariant culture.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
