namespace Reporting.Tests.Storage.Memory;

/// <summary>Reads a filter, by descent: or, and, not, comparisons of a property with a literal. What else OData knows is refused.</summary>
internal ref struct TableFilterParser
{
    private ReadOnlySpan<char> _rest;

    /// <summary>Reads a filter.</summary>
    /// <exception cref="NotSupportedException">It is none, or has something in it that is not known here.</exception>
    public static TableFilter Parse(string text)
    {
        var parser = new TableFilterParser { _rest = text };
        try
        {
            TableFilter filter = parser.Or();
            return parser._rest.Trim().IsEmpty ? filter : throw new NotSupportedException(parser._rest.ToString());
        }
        catch (Exception exception) when (exception is NotSupportedException or FormatException or OverflowException)
        {
            throw new NotSupportedException($"The filter {text}: {exception.Message}", exception);
        }
    }

    private TableFilter Or()
    {
        var parts = new List<TableFilter> { And() };
        while (TryTake("or"))
        {
            parts.Add(And());
        }

        return parts.Count == 1 ? parts[0] : new TableFilter.AnyOf(parts);
    }

    private TableFilter And()
    {
        var parts = new List<TableFilter> { Single() };
        while (TryTake("and"))
        {
            parts.Add(Single());
        }

        return parts.Count == 1 ? parts[0] : new TableFilter.AllOf(parts);
    }

    // Without parentheses "not" would belong to the property.
    private TableFilter Single()
    {
        if (TryTake("not"))
        {
            return new TableFilter.Not(TryTakeSign('(') ? Rest() : throw new NotSupportedException("not, without parentheses"));
        }

        return TryTakeSign('(') ? Rest() : new TableFilter.Comparison(Word(), Relation(), Literal());
    }

    private TableFilter Rest()
    {
        TableFilter inner = Or();
        return TryTakeSign(')') ? inner : throw new NotSupportedException("a parenthesis that does not end");
    }

    private string Relation()
    {
        string word = Word();
        return word is "eq" or "ne" or "gt" or "ge" or "lt" or "le" ? word : throw new NotSupportedException($"the relation {word}");
    }

    private object Literal()
    {
        if (TryTakeSign('\''))
        {
            return Quoted();
        }

        string word = Word();
        return word switch
        {
            "true" => true,
            "false" => false,
            "datetime" when TryTakeSign('\'') => DateTimeOffset.Parse(Quoted(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            _ when word[^1] is 'L' => long.Parse(word.AsSpan(0, word.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            _ => int.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        };
    }

    // A quote within stands there twice.
    private string Quoted()
    {
        string text = "";
        while (true)
        {
            int end = _rest.IndexOf('\'');
            text += end < 0 ? throw new NotSupportedException("a text that does not end") : _rest[..end].ToString();
            _rest = _rest[(end + 1)..];
            if (_rest.IsEmpty || _rest[0] != '\'')
            {
                return text;
            }

            text += '\'';
            _rest = _rest[1..];
        }
    }

    private string Word()
    {
        _rest = _rest.TrimStart();
        int length = _rest.IndexOfAny(" ()'");
        string word = _rest[..(length < 0 ? _rest.Length : length)].ToString();
        _rest = _rest[word.Length..];
        bool isWord = word.Length > 0 && word.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or '-');
        return isWord ? word : throw new NotSupportedException($"'{word}' before '{_rest}'");
    }

    private bool TryTake(string word)
    {
        ReadOnlySpan<char> rest = _rest.TrimStart();
        bool isNext = rest.StartsWith(word, StringComparison.Ordinal) && rest.Length > word.Length && rest[word.Length] is ' ' or '(';
        _rest = isNext ? rest[word.Length..] : _rest;
        return isNext;
    }

    private bool TryTakeSign(char sign)
    {
        ReadOnlySpan<char> rest = _rest.TrimStart();
        bool isNext = rest.StartsWith(sign);
        _rest = isNext ? rest[1..] : _rest;
        return isNext;
    }
}
