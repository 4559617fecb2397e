using System.CommandLine;

namespace VectorLR.Cli;

/// <summary>The argument DATA and the options beside it, for every command that reads examples.</summary>
/// <param name="data">What DATA may be.</param>
/// <param name="size">What images become without --size.</param>
internal sealed class DataOptions(string data = DataSource.Description, string size = "64")
{
    private readonly Argument<string> _data = new("DATA") { Description = data };
    private readonly Option<string?> _labels = new("--labels") { Description = "The labels of a .npy matrix: a .npy of as many values.", HelpName = "FILE.npy" };
    private readonly Option<string?> _label = new("--label") { Description = "The column of a .csv that holds the label.", HelpName = "NAME" };
    private readonly Option<string?> _positive = new("--positive") { Description = "The label that is class 1; all others are 0.", HelpName = "VALUE" };
    private readonly Option<bool> _decimalComma = DataSource.DecimalCommaOption();
    private readonly Option<int?> _size = DataSource.SizeOption(size);
    private readonly Option<bool> _skipBad = DataSource.SkipBadOption();

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_labels);
        command.Add(_label);
        command.Add(_positive);
        command.Add(_decimalComma);
        command.Add(_size);
        command.Add(_skipBad);
    }

    /// <summary>Only DATA and what images need, for a command that does not look at labels.</summary>
    public void AddWithoutLabelsTo(Command command)
    {
        command.Add(_data);
        command.Add(_decimalComma);
        command.Add(_size);
        command.Add(_skipBad);
    }

    public DataSource Read(ParseResult result) => new(
        result.GetRequiredValue(_data),
        result.GetValue(_labels),
        result.GetValue(_label),
        result.GetValue(_positive),
        result.GetValue(_decimalComma),
        result.GetValue(_size),
        result.GetValue(_skipBad));
}
