namespace Tutti.Communication.Membership;

/// <summary>The layout of a <see cref="FaultReport"/> within a frame.</summary>
internal static class FaultReportCodec
{
    internal static FaultReport Read(ref FrameReader reader)
    {
        var rank = reader.OptionalInt();
        var kind = (FaultKind)reader.Byte();
        if (kind is < FaultKind.Exception or > FaultKind.Regroup) reader.Fail<int>($"fault kind {(byte)kind} is unknown");
        var report = new FaultReport(rank, kind, reader.Text(), reader.Text())
        {
            Stack = reader.Text(), Peer = reader.OptionalInt(), MissingRanks = ReadRanks(ref reader), Call = ReadCall(ref reader),
        };
        // The exception of a timeout names at least one, and those of collectives say where.
        if (kind == FaultKind.Timeout && report.MissingRanks.Count == 0) reader.Fail<int>("a timeout misses nobody");
        if (kind is FaultKind.Mismatch or FaultKind.Timeout or FaultKind.PeerLost && report.Call is null)
            reader.Fail<int>("the call is absent");
        return report;
    }

    internal static void Write(ref FrameWriter writer, FaultReport report)
    {
        writer.OptionalInt(report.Rank);
        writer.Byte((byte)report.Kind);
        writer.Text(report.TypeName);
        writer.Text(report.Message);
        writer.Text(report.Stack);
        writer.OptionalInt(report.Peer);
        writer.Int(report.MissingRanks.Count);
        foreach (var rank in report.MissingRanks) writer.Int(rank);
        writer.Flag(report.Call is not null);
        if (report.Call is { } call) WriteCall(ref writer, call);
    }

    private static int[] ReadRanks(ref FrameReader reader)
    {
        var ranks = new int[reader.Count(itemBytes: 4)];
        for (var index = 0; index < ranks.Length; index++) ranks[index] = reader.Int(0, int.MaxValue);
        return ranks;
    }

    private static ReportedCall? ReadCall(ref FrameReader reader) => reader.Flag()
        ? new ReportedCall(
            reader.Text(), reader.Int(0, int.MaxValue), reader.Int(0, int.MaxValue), reader.Long(0), reader.Byte(), reader.Byte(),
                reader.Byte(),
            reader.Long(), reader.Long(), (ulong)reader.Long(), reader.Long(0))
        : null;

    private static void WriteCall(ref FrameWriter writer, ReportedCall call)
    {
        writer.Text(call.Group);
        writer.Int(call.Rank);
        writer.Int(call.Size);
        writer.Long(call.Number);
        writer.Byte(call.Operation);
        writer.Byte(call.Element);
        writer.Byte(call.Reduction);
        writer.Long(call.Count);
        writer.Long(call.Detail);
        writer.Long((long)call.Digest);
        writer.Long(call.ElapsedTicks);
    }
}
