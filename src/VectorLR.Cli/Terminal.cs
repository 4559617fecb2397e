using Spectre.Console;

namespace VectorLR.Cli;

/// <summary>The consoles for results and for progress.</summary>
internal static class Terminal
{
    private const int RedirectedWidth = 120;

    /// <summary>Standard output. A file or a pipe has no width, so it gets the width of the widest table.</summary>
    public static IAnsiConsole Output { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error, for progress and warnings.</summary>
    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Writes a warning to standard error, above a progress bar.</summary>
    public static void Warn(string message)
    {
        if (Error.Profile.Out.IsTerminal)
        {
            Error.WriteLine($"vectorlr: warning: {message}");
        }
        else
        {
            Console.Error.WriteLine($"vectorlr: warning: {message}");
        }
    }

    /// <summary>Shows the cursor, which progress bars hide, and goes to a new line.</summary>
    public static void Restore()
    {
        if (Error.Profile.Out.IsTerminal && Error.Profile.Capabilities.Ansi)
        {
            Console.Error.WriteLine("\u001b[?25h");
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
