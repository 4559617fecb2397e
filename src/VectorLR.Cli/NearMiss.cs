namespace VectorLR.Cli;

/// <summary>Finds the word that was probably meant.</summary>
internal static class NearMiss
{
    /// <summary>Returns "; did you mean 'train'?", or nothing if no known word is near.</summary>
    /// <param name="found">The word as typed.</param>
    /// <param name="known">The words that exist.</param>
    public static string Suggest(string found, IEnumerable<string> known)
    {
        string? nearest = known
            .Select(word => (Word: word, Distance: Distance(found, word)))
            .Where(pair => pair.Distance <= Math.Max(1, Math.Max(found.Length, pair.Word.Length) / 3) || IsBeginning(found, pair.Word))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Word, StringComparer.Ordinal)
            .Select(pair => pair.Word)
            .FirstOrDefault();
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    private static bool IsBeginning(string found, string word) =>
        found.Trim('-').Length >= 2 && word.StartsWith(found, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The number of letters to insert, delete, replace or swap with the next one, whatever their case (optimal string alignment).
    /// </summary>
    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        int[,] distances = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1,
                        distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[a.Length, b.Length];
    }
}
