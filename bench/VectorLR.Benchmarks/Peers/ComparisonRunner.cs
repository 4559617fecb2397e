using VectorLR.Cli.Measuring;

namespace VectorLR.Benchmarks.Peers;

/// <summary>Measures the work items against their peers.</summary>
internal sealed class ComparisonRunner(MeasuringOptions options, Action<string> progress)
{
    // OpenBLAS' other threads go on looking for work for 2^26 cycles after a product before they sleep; meanwhile they would slow ours.
    private static readonly TimeSpan s_untilOpenBlasSleeps = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<int, double> _bandwidth = [];

    public PeerResults Run()
    {
        List<Bandwidth> bandwidths = MeasureBandwidths();
        List<PeerItem> items = [];
        foreach (Work work in Works.All())
        {
            CaseFactory[] trials = [.. work.Trials.Where(trial => options.Includes(work.Name, trial.Size))];
            if (trials.Length > 0)
            {
                progress($"{work.Name}: warming up");
                WarmUp(work);
            }

            foreach (CaseFactory trial in trials)
            {
                progress($"{work.Name} {trial.Size}");
                items.Add(Measure(trial.Prepare()));
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
        // All sizes in turn: the JIT lays the code out for those that it has seen by then.
        Timing.WarmUp([.. work.WarmUps.SelectMany(prepare => Timed(prepare())).Select(contestant => (Action)(() =>
        {
            UseBlasThreads(contestant);
            contestant.Run();
        }))]);
    }

    private PeerItem Measure(ComparisonCase contest)
    {
        Candidate[] timed = [.. Timed(contest)];
        Candidate? previous = null;
        GC.Collect();

        // Where several threads take part each timing is of many steps in a row, as training's are: the first ones wake the other threads.
        double scale = contest.Threads > 1 ? 8 : 1;
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
        Timings timings = Timing.Interleave([.. timed.Select(contestant => contestant.Run)], timing);
        double[][] times = timings.Rounds;
        foreach (double[] rounds in times)
        {
            for (int k = 0; k < rounds.Length; k++)
            {
                rounds[k] /= contest.Calls;
            }
        }

        double[] ours = times[0];
        double BestOf(Func<Candidate, bool> which) =>
            timed.Zip(times).Where(pair => which(pair.First)).Select(pair => pair.Second.Min()).DefaultIfEmpty(double.NaN).Min();
        Targets.Setting setting = new(
            contest.Size,
            contest.Bytes,
            contest.Threads,
            BestOf(contestant => contestant.Name == PeerNames.OneThread),
            BestOf(contestant => contestant.Kind == PeerKind.Limit));
        PeerRow[] rows =
        [
            .. contest.Peers.Select(peer =>
            {
                int index = Array.IndexOf(timed, peer);
                double[] theirs = index < 0 ? [.. ours.Select(_ => peer.Goal!.Value)] : times[index];
                return Row(contest, peer, ours, theirs, setting);
            }),
        ];
        return new(
            contest.Work,
            contest.Size,
            ours.Min(),
            contest.Threads == 1 ? timings.WorstPlaces[0] : 1,
            Error(contest.Ours),
            contest.ErrorUnit,
            setting.InMemory ? contest.Bytes / _bandwidth[contest.Threads] / ours.Min() : null,
            setting.InMemory ? null : Limits.Cached,
            rows);
    }

    private static PeerRow Row(ComparisonCase contest, Candidate peer, double[] ours, double[] theirs, Targets.Setting setting)
    {
        double[] ratios = [.. theirs.Zip(ours, (their, our) => their / our).Order()];
        double median = Timing.Median(ratios);
        double upper = Quantile(ratios, 0.75);
        double? target = Targets.For(contest.Work, peer.Name, setting);
        Verdict? verdict = target is not double least ? null : median >= least ? Verdict.Met : upper >= least ? Verdict.Tie : Verdict.Short;
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

    private static IEnumerable<Candidate> Timed(ComparisonCase contest) => contest.Peers.Where(peer => peer.Goal is null).Prepend(contest.Ours);

    private static double? Error(Candidate contestant)
    {
        if (contestant.Error is null)
        {
            return null;
        }

        UseBlasThreads(contestant);
        contestant.Run();
        return contestant.Error();
    }

    private static void UseBlasThreads(Candidate contestant)
    {
        if (OpenBlas.IsAvailable)
        {
            OpenBlas.Threads = contestant.BlasThreads;
        }
    }

    private static double Quantile(double[] sorted, double part)
    {
        double at = part * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
