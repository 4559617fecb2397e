namespace VectorLR.Cli.Verification;

/// <summary>One entry of the suite: an operation in one precision and layout, and the function that hashes its results.</summary>
internal sealed record VerificationEntry(string Name, Func<string> Hash)
{
    public static VerificationEntry Of(string name, Action<ResultHash> run) => new(name, () =>
    {
        ResultHash hash = new();
        run(hash);
        return hash.ToString();
    });
}
