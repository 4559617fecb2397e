using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;

namespace VectorLR.Benchmarks;

/// <summary>BenchmarkDotNet's configuration besides its command line.</summary>
internal static class Configuration
{
    public static IConfig Create()
    {
        ManualConfig configuration = ManualConfig.Create(DefaultConfig.Instance).WithOptions(ConfigOptions.JoinSummary);
        if (OpenBlas.IsAvailable)
        {
            return configuration;
        }

        Console.Error.WriteLine($"{OpenBlas.Absence}.");
        return configuration.AddFilter(new NameFilter(name => !name.Contains("OpenBlas", StringComparison.Ordinal)));
    }
}
