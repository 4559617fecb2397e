using System.CommandLine;
using BenchmarkDotNet.Running;
using VectorLR.Benchmarks;
using VectorLR.Benchmarks.Peers;
using VectorLR.Cli;

if (args is not ["peers", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(Configuration).Assembly).Run(args, Configuration.Create());
    return ExitCode.Done;
}

try
{
    RootCommand root = new("VectorLR's benchmarks.") { PeersCommand.Create() };
    ParseResult parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        Console.Error.WriteLine($"peers: {string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')))}");
        return ExitCode.BadInput;
    }

    return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"peers: {exception.Message}");
    return ExitCode.BadInput;
}
