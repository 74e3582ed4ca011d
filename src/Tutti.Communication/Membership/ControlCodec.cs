using System.Buffers.Binary;

namespace Tutti.Communication.Membership;

/// <summary>
/// The frames of the control channel, little endian: bytes 0–1 magic "TC", 2 layout version, 3 kind, 4–7 payload bytes, then the payload.
/// Encoding what was decoded gives the same bytes; whatever else arrives is refused with <see cref="InvalidDataException"/>.
/// </summary>
internal static class ControlCodec
{
    internal const int HeaderBytes = 8;

    /// <summary>The largest payload, except of results and exchanges.</summary>
    internal const int MaxBytes = 1 << 20;

    /// <summary>The largest payload of results and exchanges.</summary>
    internal const int MaxResultBytes = 64 << 20;

    private const ushort Magic = 0x4354;
    private const byte Layout = 1;

    private enum Kind : byte
    {
        Join = 1,
        Roster,
        Alive,
        AliveAnswer,
        Fault,
        Verdict,
        Leave,
        Departed,
        Rejoin,
        Refused,
        Share,
        Shared,
        Welcome,
        Newcomers,
    }

    /// <summary>The payload's length, and its kind for <see cref="Decode"/>, from a frame's first bytes.</summary>
    internal static int ReadHeader(ReadOnlySpan<byte> header, out byte kind)
    {
        kind = header[3];
        if (BinaryPrimitives.ReadUInt16LittleEndian(header) != Magic || header[2] != Layout)
            throw Refuse($"its first bytes are {Convert.ToHexString(header[..4])}");
        if (kind is 0 or > (byte)Kind.Newcomers) throw Refuse($"kind {kind} is unknown");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        var limit = (Kind)kind is Kind.Leave or Kind.Share or Kind.Shared ? MaxResultBytes : MaxBytes;
        return length <= limit ? (int)length : throw Refuse($"{(Kind)kind} announces {length} bytes, more than {limit}");
    }

    internal static ControlMessage Decode(byte kind, ReadOnlySpan<byte> payload)
    {
        var reader = new FrameReader(payload, ((Kind)kind).ToString());
        ControlMessage message = (Kind)kind switch
        {
            Kind.Join => new JoinMessage(reader.OptionalInt(), reader.Int(0, int.MaxValue), ReadFacts(ref reader)) { Purpose = reader.Text() },
            Kind.Roster => ReadRoster(ref reader),
            Kind.Alive => new AliveMessage(
                reader.Long(0), new RankActivity(reader.Long(0), reader.Text(), reader.Flag(), TimeSpan.FromTicks(reader.Long(0)))),
            Kind.AliveAnswer => new AliveAnswer(reader.Long(0), reader.Long(0)),
            Kind.Fault => new FaultMessage(reader.Int(0, int.MaxValue), FaultReportCodec.Read(ref reader)),
            Kind.Verdict => new VerdictMessage(
                reader.Int(0, int.MaxValue), reader.OptionalInt(), FaultReportCodec.Read(ref reader), ReadTexts(ref reader)),
            Kind.Leave => new LeaveMessage(reader.Bytes()),
            Kind.Departed => new DepartedMessage(reader.Int(0, int.MaxValue), reader.Int(0, int.MaxValue)),
            Kind.Rejoin => new RejoinMessage(reader.Int(0, int.MaxValue)),
            Kind.Refused => new RefusedMessage(reader.Text(), reader.Flag()),
            Kind.Share => new ShareMessage(reader.Int(0, int.MaxValue), reader.Bytes()),
            Kind.Shared => new SharedMessage(reader.Int(0, int.MaxValue), ReadParts(ref reader)),
            Kind.Welcome => new WelcomeMessage(reader.Int(0, int.MaxValue), reader.Text()),
            Kind.Newcomers => new NewcomersMessage(reader.Int(0, int.MaxValue)),
            _ => throw Refuse($"kind {kind} is unknown"),
        };
        reader.End();
        return message;
    }

    /// <summary>The whole frame.</summary>
    internal static byte[] Encode(ControlMessage message)
    {
        var writer = new FrameWriter(HeaderBytes);
        var kind = Write(ref writer, message);
        var header = writer.Written;
        BinaryPrimitives.WriteUInt16LittleEndian(header, Magic);
        header[2] = Layout;
        header[3] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], header.Length - HeaderBytes);
        // Refused here with the same words as over there, where it would end the connection.
        ReadHeader(header, out _);
        return writer.ToArray();
    }

    internal static InvalidDataException Refuse(string problem) => new(
        $"Control channel: a frame is not understood. Got a frame of which {problem}. Expected what this version of Tutti writes. " +
        "The connection is closed; see what else connects to this port.");

    private static Kind Write(ref FrameWriter writer, ControlMessage message)
    {
        switch (message)
        {
            case JoinMessage join:
                writer.OptionalInt(join.Rank);
                writer.Int(join.WorldSize);
                WriteFacts(ref writer, join.Facts);
                writer.Text(join.Purpose);
                return Kind.Join;
            case RosterMessage roster:
                WriteRoster(ref writer, roster);
                return Kind.Roster;
            case AliveMessage alive:
                writer.Long(alive.Sequence);
                writer.Long(alive.Activity.Number);
                writer.Text(alive.Activity.Operation);
                writer.Flag(alive.Activity.IsInside);
                writer.Long(Math.Max(0, alive.Activity.Elapsed.Ticks));
                return Kind.Alive;
            case AliveAnswer answer:
                writer.Long(answer.Sequence);
                writer.Long(answer.UtcTicks);
                return Kind.AliveAnswer;
            case FaultMessage fault:
                writer.Int(fault.Generation);
                FaultReportCodec.Write(ref writer, fault.Report);
                return Kind.Fault;
            case VerdictMessage verdict:
                writer.Int(verdict.Generation);
                writer.OptionalInt(verdict.Reporter);
                FaultReportCodec.Write(ref writer, verdict.Report);
                writer.Int(verdict.Ranks.Count);
                foreach (var line in verdict.Ranks) writer.Text(line);
                return Kind.Verdict;
            default:
                return WriteSmall(ref writer, message);
        }
    }

    private static Kind WriteSmall(ref FrameWriter writer, ControlMessage message)
    {
        switch (message)
        {
            case LeaveMessage leave:
                writer.Bytes(leave.Result);
                return Kind.Leave;
            case DepartedMessage departed:
                writer.Int(departed.Generation);
                writer.Int(departed.Rank);
                return Kind.Departed;
            case RejoinMessage rejoin:
                writer.Int(rejoin.Generation);
                return Kind.Rejoin;
            case RefusedMessage refused:
                writer.Text(refused.Reason);
                writer.Flag(refused.IsWrongInput);
                return Kind.Refused;
            case ShareMessage share:
                writer.Int(share.Round);
                writer.Bytes(share.Part);
                return Kind.Share;
            case SharedMessage shared:
                writer.Int(shared.Round);
                writer.Int(shared.Parts.Count);
                foreach (var part in shared.Parts) writer.Bytes(part);
                return Kind.Shared;
            case WelcomeMessage welcome:
                writer.Int(welcome.MostRanks);
                writer.Text(welcome.Purpose);
                return Kind.Welcome;
            case NewcomersMessage newcomers:
                writer.Int(newcomers.Count);
                return Kind.Newcomers;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message, "Control channel: no layout for this message.");
        }
    }

    private static MemberFacts ReadFacts(ref FrameReader reader) => new(
        reader.Text(), reader.Text(), reader.Int(), reader.Text(), reader.Text(), reader.Int(0, ushort.MaxValue));

    private static void WriteFacts(ref FrameWriter writer, MemberFacts facts)
    {
        writer.Text(facts.Host);
        writer.Text(facts.HostName);
        writer.Int(facts.ProcessId);
        writer.Text(facts.Version);
        writer.Text(facts.DataHost);
        writer.Int(facts.DataPort);
    }

    private static RosterMessage ReadRoster(ref FrameReader reader)
    {
        var (own, generation) = (reader.Int(0, int.MaxValue), reader.Int(0, int.MaxValue));
        var entries = new RosterEntry[reader.Count(itemBytes: 28)];
        for (var rank = 0; rank < entries.Length; rank++) entries[rank] = new RosterEntry(reader.OptionalInt(), ReadFacts(ref reader));
        if (own >= entries.Length) reader.Fail<int>($"rank {own} is not among {entries.Length}");
        return new RosterMessage(own, new Roster(generation, entries));
    }

    private static void WriteRoster(ref FrameWriter writer, RosterMessage message)
    {
        writer.Int(message.OwnRank);
        writer.Int(message.Roster.Generation);
        writer.Int(message.Roster.Size);
        foreach (var entry in message.Roster.Members)
        {
            writer.OptionalInt(entry.PreviousRank);
            WriteFacts(ref writer, entry.Facts);
        }
    }

    private static string[] ReadTexts(ref FrameReader reader)
    {
        var texts = new string[reader.Count(itemBytes: 4)];
        for (var index = 0; index < texts.Length; index++) texts[index] = reader.Text();
        return texts;
    }

    private static byte[][] ReadParts(ref FrameReader reader)
    {
        var parts = new byte[reader.Count(itemBytes: 4)][];
        for (var index = 0; index < parts.Length; index++) parts[index] = reader.Bytes();
        return parts;
    }
}
