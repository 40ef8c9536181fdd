using System.Text.RegularExpressions;

namespace Reporting.Tests.Formats;

/// <summary>
/// Checks OCSF events against the pinned schema's own facts (api-activity-1.4.0.json beside this file, made by derive.py): required
/// attributes, types with their patterns, lengths and ranges, enum values and the captions beside them, attributes that the schema does
/// not know, constraints of objects, and the arithmetic of <c>class_uid</c> and <c>type_uid</c>.
/// </summary>
internal sealed class OcsfChecker
{
    private readonly JsonElement _schema;
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    public OcsfChecker()
    {
        using Stream resource = typeof(OcsfChecker).Assembly.GetManifestResourceStream("api-activity-1.4.0.json")!;
        using JsonDocument document = JsonDocument.Parse(resource);
        _schema = document.RootElement.Clone();
    }

    /// <summary>What is wrong with an event; empty when nothing is.</summary>
    public List<string> Check(JsonElement occurrence)
    {
        var wrongs = new List<string>();
        CheckAttributes(occurrence, _schema.GetProperty("attributes"), "", wrongs);
        if (wrongs.Count == 0)
        {
            CheckIdentity(occurrence, wrongs);
        }

        return wrongs;
    }

    private void CheckIdentity(JsonElement occurrence, List<string> wrongs)
    {
        void Expect(string attribute, string expected)
        {
            if (occurrence.GetProperty(attribute).ToString() != expected)
            {
                wrongs.Add($"{attribute} is {occurrence.GetProperty(attribute)}, not {expected}");
            }
        }

        int category = _schema.GetProperty("category_uid").GetInt32();
        int classNumber = _schema.GetProperty("class_uid").GetInt32();
        int activity = occurrence.GetProperty("activity_id").GetInt32();
        string className = _schema.GetProperty("class_name").GetString()!;
        Assert.Equal(category, classNumber / 1000);
        Expect("category_uid", category.ToString(CultureInfo.InvariantCulture));
        Expect("category_name", _schema.GetProperty("category_name").GetString()!);
        Expect("class_uid", classNumber.ToString(CultureInfo.InvariantCulture));
        Expect("class_name", className);
        Expect("type_uid", ((classNumber * 100) + activity).ToString(CultureInfo.InvariantCulture));
        Expect("type_name", className + ": " + occurrence.GetProperty("activity_name").GetString());
        if (occurrence.GetProperty("metadata").GetProperty("version").GetString() != _schema.GetProperty("version").GetString())
        {
            wrongs.Add("metadata.version is not the pinned one");
        }
    }

    private void CheckAttributes(JsonElement value, JsonElement attributes, string path, List<string> wrongs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                wrongs.Add($"{path}{member.Name} stands twice");
            }

            if (!attributes.TryGetProperty(member.Name, out JsonElement fact))
            {
                wrongs.Add($"{path}{member.Name} is unknown");
                continue;
            }

            CheckValue(member.Value, fact, path + member.Name, wrongs);
            CheckEnum(value, member, fact, path, wrongs);
        }

        foreach (JsonProperty attribute in attributes.EnumerateObject())
        {
            if (attribute.Value.GetProperty("requirement").GetString() == "required" && !seen.Contains(attribute.Name))
            {
                wrongs.Add($"{path}{attribute.Name} is required");
            }
        }
    }

    private void CheckValue(JsonElement value, JsonElement fact, string path, List<string> wrongs)
    {
        string type = fact.GetProperty("type").GetString()!;
        if (fact.TryGetProperty("array", out _))
        {
            wrongs.Add($"{path} is an array: not pinned");
        }
        else if (_schema.GetProperty("types").TryGetProperty(type, out JsonElement definition))
        {
            CheckScalar(value, type, definition, path, wrongs);
        }
        else if (!_schema.GetProperty("objects").TryGetProperty(type, out JsonElement shape))
        {
            wrongs.Add($"{path} is of type {type}: not pinned");
        }
        else if (value.ValueKind != JsonValueKind.Object)
        {
            wrongs.Add($"{path} is no object");
        }
        else
        {
            CheckAttributes(value, shape.GetProperty("attributes"), path + ".", wrongs);
            CheckConstraints(value, shape.GetProperty("constraints"), path, wrongs);
        }
    }

    private void CheckScalar(JsonElement value, string type, JsonElement definition, string path, List<string> wrongs)
    {
        string root = definition.TryGetProperty("type", out JsonElement parent) ? parent.GetString()! : type;
        bool fits = root switch
        {
            "string_t" => value.ValueKind == JsonValueKind.String,
            "integer_t" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
            "long_t" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean_t" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => false,
        };
        if (!fits)
        {
            wrongs.Add($"{path} is no {type}");
            return;
        }

        if (definition.TryGetProperty("max_len", out JsonElement longest) && value.GetString()!.Length > longest.GetInt32())
        {
            wrongs.Add($"{path} is too long for {type}");
        }

        if (definition.TryGetProperty("range", out JsonElement range)
            && (value.GetInt64() < range[0].GetInt64() || value.GetInt64() > range[1].GetInt64()))
        {
            wrongs.Add($"{path} is out of the range of {type}");
        }

        if (definition.TryGetProperty("regex", out JsonElement pattern) && !PatternOf(pattern.GetString()!).IsMatch(value.GetString()!))
        {
            wrongs.Add($"{path} is not of the form of {type}");
        }
    }

    /// <summary>The value is one of the enum's; the sibling has its caption, unless the value is 99, Other: then it says what.</summary>
    private static void CheckEnum(JsonElement owner, JsonProperty member, JsonElement fact, string path, List<string> wrongs)
    {
        // class_uid and category_uid list only the base's values in the sources; CheckIdentity checks them.
        if (!fact.TryGetProperty("enum", out JsonElement values) || member.Name is "class_uid" or "category_uid")
        {
            return;
        }

        if (!values.TryGetProperty(member.Value.ToString(), out JsonElement caption))
        {
            wrongs.Add($"{path}{member.Name} has no value {member.Value}");
        }
        else if (fact.TryGetProperty("sibling", out JsonElement sibling) && owner.TryGetProperty(sibling.GetString()!, out JsonElement name)
            && (member.Value.ToString() == "99") == (name.GetString() == caption.GetString()))
        {
            wrongs.Add($"{path}{sibling.GetString()} does not go with {member.Name} {member.Value}");
        }
    }

    private static void CheckConstraints(JsonElement value, JsonElement constraints, string path, List<string> wrongs)
    {
        foreach (JsonProperty constraint in constraints.EnumerateObject())
        {
            int present = constraint.Value.EnumerateArray().Count(name => value.TryGetProperty(name.GetString()!, out _));
            bool holds = constraint.Name switch
            {
                "at_least_one" => present >= 1,
                "just_one" => present == 1,
                _ => false,
            };
            if (!holds)
            {
                wrongs.Add($"{path} does not have {constraint.Name} of {constraint.Value}");
            }
        }
    }

    private Regex PatternOf(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out Regex? regex))
        {
            regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
            _patterns.Add(pattern, regex);
        }

        return regex;
    }
}
