using System.Globalization;

namespace VectorLR.Data;

/// <summary>How messages show what was found.</summary>
internal static class MessageFormat
{
    private const int LongestText = 40;

    /// <summary>The text in quotes, cut where it would no longer help.</summary>
    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= LongestText ? $"'{text}'" : $"'{text[..LongestText]}...'";

    /// <summary>The names in quotes, at most <paramref name="most"/> of them, and how many were left out.</summary>
    public static string List(IReadOnlyCollection<string> names, int most)
    {
        string shown = string.Join(", ", names.Take(most).Select(name => Quote(name)));
        return names.Count <= most ? shown : $"{shown} and {names.Count - most} more";
    }

    /// <summary>The shortest decimal that reads back as the same number, in every culture the same.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
