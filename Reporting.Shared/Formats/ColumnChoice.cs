namespace Reporting.Formats;

/// <summary>Which columns the files of a format have.</summary>
public enum ColumnChoice
{
    /// <summary>Those asked for, else the report's default ones.</summary>
    AskedOrDefault,

    /// <summary>Those asked for, else the whole record.</summary>
    AskedOrRecord,

    /// <summary>The format's own fields, made from the whole record; none can be asked for.</summary>
    Fixed,
}
