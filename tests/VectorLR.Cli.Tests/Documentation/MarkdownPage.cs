using System.Text.RegularExpressions;

namespace VectorLR.Cli.Tests.Documentation;

/// <summary>A page: its fenced blocks, the anchors of its headings, and what it links to.</summary>
internal sealed partial class MarkdownPage
{
    private readonly List<Fence> _fences = [];
    private readonly HashSet<string> _anchors = [];
    private readonly List<string> _links = [];

    /// <param name="name">The path from the project's folder.</param>
    /// <param name="text">What is in it.</param>
    public MarkdownPage(string name, string text)
    {
        Name = name;
        Lines = text.TrimEnd('\n').Split('\n');
        int? opened = null;
        for (int i = 0; i < Lines.Length; i++)
        {
            if (Lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                if (opened is int first)
                {
                    _fences.Add(new(Lines[first][3..], Lines[(first + 1)..i], first + 1));
                    opened = null;
                }
                else
                {
                    opened = i;
                }
            }
            else if (opened is null)
            {
                ReadProse(Lines[i]);
            }
        }

        if (opened is int last)
        {
            throw new FormatException($"{name}:{last + 1}: the fence is not closed");
        }
    }

    public string Name { get; }

    public string[] Lines { get; }

    public IReadOnlyList<Fence> Fences => _fences;

    public IReadOnlyList<string> Links => _links;

    /// <summary>The links that lead nowhere: no file, or no heading in it.</summary>
    /// <param name="root">The project's folder.</param>
    public IEnumerable<string> BrokenLinks(string root)
    {
        foreach (string link in _links.Where(link => !Address().IsMatch(link)))
        {
            string[] parts = link.Split('#', 2);
            string path = Path.Combine(Path.GetDirectoryName(Name)!, parts[0]);
            string full = Path.GetFullPath(Path.Combine(root, path));
            if (!Path.Exists(full))
            {
                yield return $"{Name}: {link}: there is no {path}";
            }
            else if (parts.Length == 2 && !(parts[0] == "" ? this : new(path, File.ReadAllText(full)))._anchors.Contains(parts[1]))
            {
                yield return $"{Name}: {link}: there is no such heading";
            }
        }
    }

    private void ReadProse(string line)
    {
        if (Heading().Match(line) is { Success: true } heading)
        {
            string anchor = NotInAnchors().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-');
            for (int copy = 1, length = anchor.Length; !_anchors.Add(anchor); copy++)
            {
                anchor = $"{anchor[..length]}-{copy}";
            }
        }

        _links.AddRange(Link().Matches(Code().Replace(line, "code")).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex("^#{1,6} +(.*?) *$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Address();
}
