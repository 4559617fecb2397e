using System.Text;

namespace VectorLR.Data;

/// <summary>Data that cannot be used: a file that cannot be read, or contents that break a rule.</summary>
/// <remarks>
/// The message is one line that names the file, the place in it (line and column, byte, or array index), what was found
/// and what was expected. It is meant to be printed as it is; the tool exits with 2 after it.
/// </remarks>
public sealed class DataException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">File, place, found, expected. Control characters (line ends among them) are shown escaped.</param>
    public DataException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>Creates the exception with the one that caused it.</summary>
    /// <param name="message">File, place, found, expected. Control characters (line ends among them) are shown escaped.</param>
    /// <param name="innerException">The cause.</param>
    public DataException(string message, Exception innerException)
        : base(OneLine(message), innerException)
    {
    }

    // Messages quote the user's data and path, which may hold anything; a terminal must not be driven by them.
    private static string OneLine(string message)
    {
        StringBuilder line = new(message.Length);
        foreach (char c in message)
        {
            line.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\u2028' or '\u2029' => $"\\u{(int)c:x4}",
                _ when char.IsControl(c) => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return line.ToString();
    }
}
