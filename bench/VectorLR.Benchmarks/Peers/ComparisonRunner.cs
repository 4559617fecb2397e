using VectorLR.Cli.Measuring;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Measures the work items against their peers.</summary>
internal sealed class ComparisonRunner(MeasuringOptions options, Action<string> progress)
{
    // OpenBLAS' worker threads spin for 2^26 cycles after a product before they sleep, and would slow down our candidate.
    private static readonly TimeSpan s_untilOpenBlasSleeps = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<int, double> _bandwidth = [];

    public PeerResults Run()
    {
        List<Bandwidth> bandwidths = MeasureBandwidths();
        List<PeerItem> items = [];
        foreach (Work work in Works.All())
        {
            CaseFactory[] cases = [.. work.Cases.Where(factory => options.Includes(work.Name, factory.Size))];
            if (cases.Length > 0)
            {
                progress($"{work.Name}: warming up");
                WarmUp(work);
            }

            foreach (CaseFactory factory in cases)
            {
                progress($"{work.Name} {factory.Size}");
                items.Add(Measure(factory.Prepare()));
            }
        }

        List<string> notes = [];
        if (!OpenBlas.IsAvailable)
        {
            notes.Add(OpenBlas.Absence);
        }

        IReadOnlyDictionary<string, string> versions = new Dictionary<string, string>();
        if (options.Python)
        {
            progress("NumPy, SciPy and scikit-learn");
            PythonPeers python = PythonPeers.Run(options);
            versions = python.Versions;
            notes.AddRange(python.Notes);
            items = [.. items.Select(python.AddTo)];
        }

        MachineSheet sheet = MachineSheet.OfThisMachine(versions);
        return new PeerResults(PeerResults.CurrentFormat, options.Partial, sheet, bandwidths, notes, items).Explained();
    }

    private List<Bandwidth> MeasureBandwidths()
    {
        progress("memory bandwidth");
        List<Bandwidth> bandwidths = [];
        foreach (int threads in new SortedSet<int> { 1, Environment.ProcessorCount })
        {
            (double one, double four) = MemoryBandwidth.MeasureStreams(threads);
            bandwidths.Add(new(threads, 1, one));
            bandwidths.Add(new(threads, 4, four));
            _bandwidth[threads] = Math.Max(one, four);
        }

        return bandwidths;
    }

    private void WarmUp(Work work)
    {
        // All sizes in turn: the JIT optimises the code for the sizes that it has seen.
        Timing.WarmUp([.. work.WarmUps.SelectMany(prepare => Timed(prepare())).Select(candidate => (Action)(() =>
        {
            UseBlasThreads(candidate);
            candidate.Run();
        }))]);
    }

    private PeerItem Measure(ComparisonCase comparison)
    {
        Candidate[] timed = [.. Timed(comparison)];
        Candidate? previous = null;
        GC.Collect();

        // With several threads a timing covers many steps in a row, as in training, since the first steps wake the other threads.
        double scale = comparison.Threads > 1 ? 8 : 1;
        TimingOptions timing = new(Rounds: options.Quick ? 5 : 15, Seconds: scale * (options.Quick ? 0.002 : 0.004))
        {
            WarmUp = 0.02,
            Budget = Math.Sqrt(scale) * (options.Quick ? 0.2 : 0.75),
            LeastRounds = options.Quick ? 3 : 5,
            Before = index =>
            {
                if (previous?.BlasThreads > 1)
                {
                    Thread.Sleep(s_untilOpenBlasSleeps);
                }

                previous = timed[index];
                UseBlasThreads(previous);
            },
        };
        Timings timings = Timing.Interleave([.. timed.Select(candidate => candidate.Run)], timing);
        double[][] times = timings.Rounds;
        foreach (double[] rounds in times)
        {
            for (int k = 0; k < rounds.Length; k++)
            {
                rounds[k] /= comparison.Calls;
            }
        }

        double[] ours = times[0];
        double BestOf(Func<Candidate, bool> which) =>
            timed.Zip(times).Where(pair => which(pair.First)).Select(pair => pair.Second.Min()).DefaultIfEmpty(double.NaN).Min();
        Targets.Setting setting = new(
            comparison.Size,
            comparison.Bytes,
            comparison.Threads,
            BestOf(candidate => candidate.Name == PeerNames.OneThread),
            BestOf(candidate => candidate.Kind == PeerKind.Limit));
        PeerRow[] rows =
        [
            .. comparison.Peers.Select(peer =>
            {
                int index = Array.IndexOf(timed, peer);
                double[] theirs = index < 0 ? [.. ours.Select(_ => peer.Goal!.Value)] : times[index];
                return Row(comparison, peer, ours, theirs, setting);
            }),
        ];
        return new(
            comparison.Work,
            comparison.Size,
            ours.Min(),
            comparison.Threads == 1 ? timings.WorstPlaces[0] : 1,
            Error(comparison.Ours),
            comparison.ErrorUnit,
            setting.InMemory ? comparison.Bytes / _bandwidth[comparison.Threads] / ours.Min() : null,
            setting.InMemory ? null : Limits.Cached,
            rows);
    }

    private static PeerRow Row(ComparisonCase comparison, Candidate peer, double[] ours, double[] theirs, Targets.Setting setting)
    {
        double[] ratios = [.. theirs.Zip(ours, (their, our) => their / our).Order()];
        double median = Timing.Median(ratios);
        double upper = Quantile(ratios, 0.75);
        double? target = Targets.For(comparison.Work, peer.Name, setting);
        Verdict? verdict = target is not double min ? null : median >= min ? Verdict.Met : upper >= min ? Verdict.Tie : Verdict.Short;
        return new(
            peer.Name,
            peer.Kind,
            OtherProcess: false,
            theirs.Min(),
            median,
            Quantile(ratios, 0.25),
            upper,
            Error(peer),
            target,
            verdict,
            Reason: null);
    }

    private static IEnumerable<Candidate> Timed(ComparisonCase comparison) =>
        comparison.Peers.Where(peer => peer.Goal is null).Prepend(comparison.Ours);

    private static double? Error(Candidate candidate)
    {
        if (candidate.Error is null)
        {
            return null;
        }

        UseBlasThreads(candidate);
        candidate.Run();
        return candidate.Error();
    }

    private static void UseBlasThreads(Candidate candidate)
    {
        if (OpenBlas.IsAvailable)
        {
            OpenBlas.Threads = candidate.BlasThreads;
        }
    }

    private static double Quantile(double[] sorted, double fraction)
    {
        double position = fraction * (sorted.Length - 1);
        int below = (int)position;
        return below + 1 < sorted.Length
            ? sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]))
            : sorted[below];
    }
}
