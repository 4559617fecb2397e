using BenchmarkDotNet.Running;
using VectorLR.Benchmarks;
using VectorLR.Benchmarks.Peers;

if (args is ["peers", .. string[] rest])
{
    return PeerTable.Run(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(DotBenchmarks).Assembly).Run(args);
return 0;
