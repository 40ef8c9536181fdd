namespace Reporting.Formats.Ocsf;

/// <summary>
/// The constant members that follow from an event's action type: <c>activity_id</c> 1 Create, 2 Read, 3 Update, 4 Delete, 0 Unknown;
/// <c>type_uid</c> is <c>class_uid</c> * 100 + <c>activity_id</c>.
/// </summary>
internal static class OcsfActivity
{
    /// <summary>What an object begins with.</summary>
    public static ReadOnlySpan<byte> BeginningOf(ReadOnlySpan<byte> actionType)
    {
        if (actionType.SequenceEqual("Create"u8))
        {
            return """{"activity_id":1,"activity_name":"Create","type_uid":600301,"type_name":"API Activity: Create","""u8;
        }

        if (actionType.SequenceEqual("Read"u8))
        {
            return """{"activity_id":2,"activity_name":"Read","type_uid":600302,"type_name":"API Activity: Read","""u8;
        }

        if (actionType.SequenceEqual("Update"u8))
        {
            return """{"activity_id":3,"activity_name":"Update","type_uid":600303,"type_name":"API Activity: Update","""u8;
        }

        return actionType.SequenceEqual("Delete"u8)
            ? """{"activity_id":4,"activity_name":"Delete","type_uid":600304,"type_name":"API Activity: Delete","""u8
            : """{"activity_id":0,"activity_name":"Unknown","type_uid":600300,"type_name":"API Activity: Unknown","""u8;
    }
}
