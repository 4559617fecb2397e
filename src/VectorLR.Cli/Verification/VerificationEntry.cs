namespace VectorLR.Cli.Verification;

/// <summary>One line of the suite: an operation in one precision and layout, and how to compute the fingerprint of its results.</summary>
internal sealed record VerificationEntry(string Name, Func<string> Hash)
{
    public static VerificationEntry Of(string name, Action<ResultHash> run) => new(name, () =>
    {
        ResultHash hash = new();
        run(hash);
        return hash.ToString();
    });
}
