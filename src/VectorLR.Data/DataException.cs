using System.Text;

namespace VectorLR.Data;

/// <summary>The exception for unusable data: an unreadable file, or contents that break a rule.</summary>
/// <remarks>
/// The message is one line. It names the file, the location in it (line and column, byte, or array index), what was found
/// and what was expected. It can be printed as it is. The tool then exits with 2.
/// </remarks>
public sealed class DataException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">File, location, found, expected. Control characters, line ends and invisible characters are escaped.</param>
    public DataException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">File, location, found, expected. Control characters, line ends and invisible characters are escaped.</param>
    /// <param name="innerException">The cause.</param>
    public DataException(string message, Exception innerException)
        : base(OneLine(message), innerException)
    {
    }

    // Messages quote data and paths. Control characters must not reach a terminal, and a reader must see what differs.
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
                _ when MessageFormat.IsInvisible(c) => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return line.ToString();
    }
}
