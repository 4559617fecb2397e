using System.CommandLine;

namespace VectorLR.Cli;

/// <summary>The argument DATA and its options, for every command that reads examples.</summary>
/// <param name="data">The description of DATA.</param>
/// <param name="size">The default of --size in the help text.</param>
internal sealed class DataOptions(string data = DataSource.Description, string size = "64")
{
    private readonly Argument<string> _data = new("DATA") { Description = data };
    private readonly Option<string?> _labels = DataSource.LabelsOption();
    private readonly Option<string?> _label = DataSource.LabelOption();
    private readonly Option<string?> _positive = DataSource.PositiveOption();
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

    /// <summary>Adds DATA and the options without labels, for a command that does not read labels.</summary>
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
