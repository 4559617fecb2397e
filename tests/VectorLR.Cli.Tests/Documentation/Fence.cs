namespace VectorLR.Cli.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What stands behind the fence: csharp, text, console, ...</param>
/// <param name="Lines">The lines between the fences.</param>
/// <param name="First">The index of the first of them among the page's lines.</param>
internal sealed record Fence(string Language, string[] Lines, int First)
{
    public string Text => string.Join('\n', Lines) + "\n";

    /// <summary>Where the block begins, as editors count.</summary>
    public int Line => First;
}
