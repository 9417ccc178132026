/// JSON: our own codec, straight between bytes and values.
///
/// Model. `JSONReader` walks borrowed bytes once, strictly by RFC 8259, within `JSONLimits`. On top of it are two
/// ways to read: `JSONValue` takes any document as a tree, and `JSONType` decodes by a declaration that also
/// encodes and prints its JSON Schema. `JSONWriter` is the way out; both ways share it.
///
/// Failure. What is not JSON, or passes a limit, ends the reading with one `JSONFault`. What is JSON but not what
/// the declaration asks for is collected, and all of it is reported at once with pointers. Nothing in a document
/// can trap, recurse past `depthMax` or allocate more than a small multiple of its own size.
///
/// Deliberately not done. No numbers through binary floats unless a declaration says `double`; no lenient modes
/// (comments, trailing commas, NaN, byte order marks, lone surrogates, duplicate names); no reading from a stream:
/// bodies are bounded and complete before they are read; no reflection: names on the wire are written down.

/// A position in a borrowed document, with what must be known to describe a fault there.
///
/// Safety: `bytes` is borrowed for as long as the closure of `reading` runs; a reader is not copyable and is only
/// ever passed `inout`, so it cannot outlive that closure. All access goes through the two checked accessors below.
@usableFromInline
struct JSONReader: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    @usableFromInline var position = 0
    @usableFromInline let limits: JSONLimits
    /// Who reads: decides whether read-only or write-only members are refused.
    @usableFromInline let side: JSONSide
    /// Where the innermost open container stands: the offset of the current member's name, or the complement of the
    /// current element's index. An integer, so that the way to a value costs nothing until a fault needs it.
    var step = JSONReader.noStep
    /// The steps of the containers around it.
    var outerSteps: [Int] = []
    /// What was found so far that does not end the reading.
    @usableFromInline var faults: [JSONFault] = []
    /// The fault that ended the reading, when a `JSONStop` is on its way up.
    var ending: JSONFault?
    /// The discriminator of a tagged union, which the record about to be read lets pass.
    @usableFromInline var tag: [UInt8]?

    private init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits, side: JSONSide) {
        self.bytes = bytes
        self.limits = limits
        self.side = side
        outerSteps.reserveCapacity(8)
    }

    /// Reads a whole document: one value, with nothing but whitespace around it.
    @usableFromInline
    static func reading<Value>(
        _ document: Span<UInt8>, limits: JSONLimits, side: JSONSide = .server,
        _ body: (inout JSONReader) throws(JSONStop) -> Value?
    ) throws(JSONFaults) -> Value {
        try document.withUnsafeBufferPointer { (buffer) throws(JSONFaults) -> Value in
            var reader = JSONReader(buffer, limits: limits, side: side)
            do throws(JSONStop) {
                try reader.start()
                let value = try body(&reader)
                try reader.finish()
                if reader.faults.isEmpty, let value { return value }
            } catch {
                throw JSONFaults(reader.ending.map { [$0] } ?? reader.faults, areComplete: reader.ending != nil)
            }
            throw JSONFaults(reader.faults)
        }
    }

    /// The bytes in the document.
    @usableFromInline var count: Int { bytes.count }

    /// The byte at `offset`, which must lie inside the document.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < bytes.count, "offset outside the document")
        return bytes[offset]
    }

    /// The eight bytes from `offset` on, first byte lowest; they must lie inside the document.
    @inline(__always)
    func word(_ offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= bytes.count - 8, "offset outside the document")
        let raw = UnsafeRawBufferPointer(bytes)
        return UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Gives the bytes of `range` to `body` without copying them.
    @inline(__always)
    func withBytes<Result>(in range: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
        body(bytes.span.extracting(range))
    }

    /// The text of `range`, which has been validated.
    func text(in range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// Whether the bytes of `range` are exactly `expected`.
    @inline(__always)
    func matches(_ range: Range<Int>, _ expected: [UInt8]) -> Bool {
        guard range.count == expected.count else { return false }
        var offset = 0
        while offset < expected.count {
            if byte(range.lowerBound + offset) != expected[offset] { return false }
            offset += 1
        }
        return true
    }

    private mutating func start() throws(JSONStop) {
        guard count <= limits.documentBytesMax else {
            throw stop(.documentTooLarge, "the document is larger than \(limits.documentBytesMax) bytes")
        }
        if count >= 3, byte(0) == 0xEF, byte(1) == 0xBB, byte(2) == 0xBF {
            throw stop(.byteOrderMark, "a byte order mark is not allowed")
        }
        try skipWhitespace()
    }

    private mutating func finish() throws(JSONStop) {
        while position < count, isWhitespace(byte(position)) { position += 1 }
        guard position == count else { throw stop(.trailingBytes, "nothing may follow the value") }
    }
}

/// Thrown while the fault itself waits in the reader, so that the hot path carries no string around.
@usableFromInline
struct JSONStop: Error {
    @usableFromInline init() {}
}
