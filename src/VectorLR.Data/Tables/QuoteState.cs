namespace VectorLR.Data;

/// <summary>Tracks quoting through a text. A quote opens only at the start of a field, and a doubled quote does not close.</summary>
internal struct QuoteState
{
    private State _state;

    private enum State
    {
        FieldStart,
        Plain,
        Quoted,

        // Another quote here is an escaped quote, and the field continues.
        AfterQuoted,
    }

    /// <summary>Takes the next character. Returns true when it belongs to a quoted field.</summary>
    /// <param name="c">The character.</param>
    /// <param name="endsField">Whether it is a delimiter or a line end, which end a field that is not quoted.</param>
    public bool Inside(char c, bool endsField)
    {
        bool inside = _state == State.Quoted || (c == '"' && _state != State.Plain);
        _state = inside
            ? (_state == State.Quoted && c == '"' ? State.AfterQuoted : State.Quoted)
            : (endsField ? State.FieldStart : State.Plain);
        return inside;
    }
}
