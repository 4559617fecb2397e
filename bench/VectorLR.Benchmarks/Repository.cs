namespace VectorLR.Benchmarks;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    private const string Solution = "VectorLR.sln";

    /// <summary>The folder of the solution that this program was built from.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
    {
        for (DirectoryInfo? here = new(folder); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, Solution)))
            {
                return here.FullName;
            }
        }

        throw new InvalidOperationException($"{folder} is not inside the project: no folder above it has a {Solution}");
    }
}
