using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace VectorLR.Cli;

/// <summary>A progress bar on standard error with the rate and the remaining time. It is shown only on a terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work and shows its progress.</summary>
    /// <param name="what">The description of the work.</param>
    /// <param name="unit">The unit of progress.</param>
    /// <param name="work">The work. It gets null when no bar is shown.</param>
    public static T Run<T>(string what, string unit, Func<IProgress<(int Done, int Total)>?, T> work)
    {
        if (!Terminal.Error.Profile.Out.IsTerminal)
        {
            return work(null);
        }

        return Terminal.Error.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
                work(new Bar(context.AddTask(what), what, unit)));
    }

    private sealed class Bar(ProgressTask task, string what, string unit) : IProgress<(int Done, int Total)>
    {
        private readonly long _begin = Stopwatch.GetTimestamp();

        public void Report((int Done, int Total) value)
        {
            double rate = value.Done / Stopwatch.GetElapsedTime(_begin).TotalSeconds;
            task.MaxValue = value.Total;
            task.Value = value.Done;
            task.Description = string.Create(
                CultureInfo.InvariantCulture, $"{what}: {value.Done} of {value.Total} {unit}, {rate:F0} {unit}/s");
        }
    }
}
