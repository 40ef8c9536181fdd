using System.Text.Json.Serialization;

namespace Reporting.Exports.Workflow;

/// <summary>
/// A part of a slice by the one execution of it that goes into the file. In JSON it is one string, <c>0012-0000-4f1d...</c>, so that
/// those of 96 slices fit well into a payload of 16 KB.
/// </summary>
/// <param name="Slice">Number of the slice, from 0.</param>
/// <param name="Part">Number of the part within the slice, from 0.</param>
/// <param name="Attempt">The execution: 16 lower-case hex digits.</param>
[JsonConverter(typeof(SlicePartJsonConverter))]
public sealed record SlicePart(int Slice, int Part, string Attempt);
