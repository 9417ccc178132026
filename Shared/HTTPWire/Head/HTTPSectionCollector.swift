import Bytes

/// What the request and the response parser share: getting a section (a head or trailers) out of input that may be
/// cut anywhere.
protocol HTTPSectionCollector {
    var reader: HTTPHeadReader { get set }

    /// Reads on in the section that begins at the first byte of `section`; the offset behind it, or nil when it is
    /// not complete. What was read before is not given again to the reader's scanning.
    mutating func advance(_ section: borrowing Span<UInt8>) throws(HTTPParseFault) -> Int?
}

extension HTTPSectionCollector {
    /// The bytes of the section at `offset` when it is complete, else nil with all of `input` taken in. Trailers
    /// without a line give an empty array, which costs nothing.
    mutating func collect(
        _ input: borrowing Span<UInt8>, from offset: inout Int, extra: (borrowing Self) -> Int
    ) throws(HTTPParseFault) -> [UInt8]? {
        if reader.buffer.isEmpty {
            if let count = try advance(input.extracting(offset..<input.count)) {
                let start = offset
                offset += count
                guard reader.hasStartLine || !reader.entries.isEmpty else { return [] }
                var bytes: [UInt8] = []
                bytes.reserveCapacity(count + extra(self))
                bytes.append(span: input.extracting(start..<offset))
                return bytes
            }
            reader.buffer.append(span: input.extracting(offset..<input.count))
            offset = input.count
            return nil
        }
        return try collectBuffered(input, from: &offset)
    }

    /// Goes on line by line, so that nothing behind the section is taken in.
    private mutating func collectBuffered(
        _ input: borrowing Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> [UInt8]? {
        while offset < input.count {
            var end = offset
            while end < input.count, input[end] != 0x0a { end += 1 }
            end = min(end + 1, input.count)
            var buffer: [UInt8] = []
            swap(&buffer, &reader.buffer)
            buffer.append(span: input.extracting(offset..<end))
            offset = end
            if try advance(buffer.span) != nil { return buffer }
            swap(&buffer, &reader.buffer)
        }
        return nil
    }
}
