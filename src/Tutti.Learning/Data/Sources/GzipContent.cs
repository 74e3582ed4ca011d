using System.IO.Compression;

namespace Tutti.Learning.Data.Sources;

/// <summary>
/// The unpacked content of a gzip file that is whole. The runtime's own stream takes a file that was cut off for one that ended, so that
/// rows would be lost in silence; and it leaves the place where compression ended unknown. Here one more member with a mark follows the
/// file: it is unpacked, and taken off, only if the file's last member came to its end and nothing lies between.
/// </summary>
internal sealed class GzipContent : ForwardStream
{
    private static readonly byte[] Mark = "Tutti: the end of the file"u8.ToArray();

    private readonly MarkedFile file;
    private readonly GZipStream unpacked;
    private MemoryStream? rest;

    public GzipContent(Stream packed)
    {
        file = new MarkedFile(packed);
        unpacked = new GZipStream(file, CompressionMode.Decompress);
    }

    /// <summary>Reads unpacked bytes.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, ends too early, or goes on after its end.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (rest is null)
        {
            var read = unpacked.Read(buffer);
            if (read > 0 && !file.IsRead) return read;
            // Nothing at all, not even the mark: it must not be asked again, since it would pass over bytes that are no member.
            if (read == 0) throw Damaged();
            // At most what the runtime reads ahead is left, so that all of it is checked before any of it is handed over.
            rest = ReadRest(buffer[..read]);
        }
        return rest.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) unpacked.Dispose();
        base.Dispose(disposing);
    }

    private MemoryStream ReadRest(ReadOnlySpan<byte> start)
    {
        var content = new MemoryStream();
        content.Write(start);
        unpacked.CopyTo(content);
        if (!content.GetBuffer().AsSpan(0, (int)content.Length).EndsWith(Mark)) throw Damaged();
        content.SetLength(content.Length - Mark.Length);
        content.Position = 0;
        return content;
    }

    private static InvalidDataException Damaged() => new("the file ends before its content does, or other bytes follow its end.");

    /// <summary>The file's bytes, then those of the member with the mark.</summary>
    private sealed class MarkedFile(Stream packed) : ForwardStream
    {
        private static readonly byte[] LastMember = Pack(Mark);

        private int given;

        /// <summary>Whether the file was read to its end.</summary>
        public bool IsRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = IsRead ? 0 : packed.Read(buffer);
            if (read > 0) return read;
            IsRead = true;
            var left = LastMember.AsSpan(given);
            left = left[..Math.Min(left.Length, buffer.Length)];
            left.CopyTo(buffer);
            given += left.Length;
            return left.Length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) packed.Dispose();
            base.Dispose(disposing);
        }

        private static byte[] Pack(byte[] content)
        {
            var member = new MemoryStream();
            using (var gzip = new GZipStream(member, CompressionLevel.NoCompression)) gzip.Write(content);
            return member.ToArray();
        }
    }
}
