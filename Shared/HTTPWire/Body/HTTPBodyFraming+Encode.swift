import Bytes

extension HTTPBodyFraming {
    /// The longest line.
    public static let lineBytesMax = 40

    /// Appends the one field line that announces this framing; nothing for `none`.
    public func encode(into out: inout [UInt8]) {
        out.append(addingCapacity: Self.lineBytesMax) { (room: inout OutputSpan<UInt8>) in encode(into: &room) }
    }

    /// Appends the same: `lineBytesMax` bytes at most.
    public func encode(into out: inout OutputSpan<UInt8>) {
        switch self {
        case .none: break
        case .length(let count):
            out.append("Content-Length: ")
            out.append(decimal: count)
            out.append("\r\n")
        case .chunked:
            out.append("Transfer-Encoding: chunked\r\n")
        }
    }
}

/// The chunked coding, as it is written. The data of a chunk goes between its header and its end without being copied
/// here, so that a proxy can hand both pieces and the data to one vectored write.
extension [UInt8] {
    /// Appends the size line of a chunk of `count` bytes. Zero would end the body, so it is a mistake of ours.
    public mutating func appendChunkHeader(_ count: Int) {
        precondition(count > 0, "a chunk has at least one byte")
        append(hex: UInt64(count))
        append("\r\n")
    }

    /// Appends what stands behind the data of a chunk.
    public mutating func appendChunkEnd() {
        append("\r\n")
    }

    /// Appends a whole chunk; nothing for no data.
    public mutating func appendChunk(_ data: Span<UInt8>) {
        guard !data.isEmpty else { return }
        appendChunkHeader(data.count)
        append(span: data)
        appendChunkEnd()
    }

    /// Appends the end of a chunked body with its trailers, of which those that may not be trailers are left out.
    public mutating func appendLastChunk(trailers: HTTPFields? = nil) {
        append("0\r\n")
        trailers?.encode(into: &self, omitting: .forbiddenInTrailers)
        append("\r\n")
    }
}
