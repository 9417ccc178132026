import Bytes

/// Reads the lines of a head or of trailers, wherever the input is cut, and turns field lines into table entries.
///
/// Every line is looked at twice and no more: once, eight bytes at a time, for its end and for bytes that may not be
/// in it; and once for what it says, when all of it is there. Both happen line by line in the order of the bytes, so
/// what is refused and why does not depend on how the input was cut. When a section is whole in the input it is
/// parsed where it lies and copied once; what is incomplete is kept in `buffer`, and no byte of it is scanned again.
///
/// All offsets count from the first byte of the section.
struct HTTPHeadReader: Sendable {
    /// What differs between requests, responses and trailers.
    struct Rules: Sendable {
        /// Names of which one line at most is accepted.
        var singular: HTTPFieldNameSet
        /// Whether `_` in a name is refused: `X_User_Id` becomes `X-User-Id` in more than one place behind us.
        var refusesUnderscores: Bool
        var lineBytesMax: Int
        var sectionBytesMax: Int
        var linesMax: Int
        var sectionFault: HTTPParseFault
        var linesFault: HTTPParseFault
        let knownNames = HTTPKnownFieldTable.shared
    }

    /// The bytes of a section that is not complete yet.
    var buffer: [UInt8] = []
    /// Whether the line that begins the section has been read; trailers have none.
    var hasStartLine = false
    private(set) var entries: [HTTPFieldEntry] = []
    private(set) var present = HTTPFieldNameSet()
    /// Where the line that is being read begins.
    private(set) var lineStart = 0
    /// Up to where that line is known to hold nothing forbidden and no end.
    private var scanned = 0
    /// Where the field lines begin.
    private var sectionStart = 0

    /// Whether nothing of the current section has been taken in.
    var isUntouched: Bool { buffer.isEmpty && lineStart == 0 }

    /// The next whole line without its end, or nil when it is not all there. `highest` is the largest byte allowed.
    mutating func nextLine(
        _ bytes: borrowing Span<UInt8>, bytesMax: Int, sectionEnd: Int, highest: UInt8, tooLong: HTTPParseFault,
        sectionTooLong: HTTPParseFault
    ) throws(HTTPParseFault) -> Range<Int>? {
        let start = lineStart
        let lineStop = start + bytesMax + 1
        // The empty line that ends a section may stand right at the end of what it is allowed.
        let stop = min(lineStop, max(sectionEnd, start + 1))
        let end = HTTPLineScan.end(bytes, from: scanned, before: min(stop, bytes.count), highest: highest)
        guard end < bytes.count, end < stop else {
            scanned = end
            guard end >= stop else { return nil }
            throw end >= lineStop ? tooLong : sectionTooLong
        }
        guard bytes[end] == 0x0d else { throw bytes[end] == 0x0a ? .bareLineFeed : .forbiddenByte }
        guard end + 1 < bytes.count else {
            scanned = end
            return nil
        }
        guard bytes[end + 1] == 0x0a else { throw .bareCarriageReturn }
        lineStart = end + 2
        scanned = end + 2
        guard end + 2 <= sectionEnd || end == start else { throw sectionTooLong }
        return start..<end
    }

    /// Field lines begin here: whatever came before does not count as part of the section.
    mutating func beginFields() {
        hasStartLine = true
        sectionStart = lineStart
    }

    /// Reads field lines up to the empty one; the offset behind it, or nil when more is needed.
    mutating func readFields(
        _ bytes: borrowing Span<UInt8>, _ rules: Rules
    ) throws(HTTPParseFault) -> Int? {
        let sectionEnd = sectionStart + rules.sectionBytesMax
        let slots = rules.knownNames.slots.span
        while let line = try nextLine(
            bytes, bytesMax: rules.lineBytesMax, sectionEnd: sectionEnd, highest: 255, tooLong: .fieldLineTooLong,
            sectionTooLong: rules.sectionFault)
        {
            if line.isEmpty { return lineStart }
            guard entries.count < rules.linesMax else { throw rules.linesFault }
            try addField(bytes, line, rules, slots)
        }
        return nil
    }

    /// Reads one field line.
    private mutating func addField(
        _ bytes: borrowing Span<UInt8>, _ line: Range<Int>, _ rules: Rules,
        _ slots: borrowing Span<HTTPKnownFieldTable.Slot>
    ) throws(HTTPParseFault) {
        let nameStart = line.lowerBound
        guard !HTTPFieldSyntax.isBlank(bytes[nameStart]) else { throw .lineFolded }
        let colon = bytes.place(of: UInt8(ascii: ":"), from: nameStart, before: line.upperBound)
        let nameCount = colon - nameStart
        guard colon < line.upperBound, nameCount > 0, nameCount <= HTTPFields.nameBytesMax else {
            throw .fieldNameMalformed
        }
        let token = HTTPKnownFieldTable.token(in: slots, of: bytes, at: nameStart, count: nameCount)
        if let known = HTTPKnownFieldName(rawValue: token) {
            if present.contains(known), rules.singular.contains(known) { throw .fieldDuplicated }
            present.insert(known)
        } else {
            try Self.checkName(bytes, nameStart..<colon, rules.refusesUnderscores)
        }
        let value = HTTPFields.trimmed(bytes, (colon + 1)..<line.upperBound)
        if entries.isEmpty {
            entries.reserveCapacity(max(12, min(32, (bytes.count - line.lowerBound) >> 5)))
        }
        entries.append(
            HTTPFieldEntry(
                nameStart: nameStart, nameCount: nameCount, valueStart: value.lowerBound, valueCount: value.count,
                token: token,
                isCanonical: value.lowerBound == colon + 2 && value.upperBound == line.upperBound
                    && bytes[colon + 1] == UInt8(ascii: " ")))
    }

    private static func checkName(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ refusesUnderscores: Bool
    ) throws(HTTPParseFault) {
        for index in range {
            let byte = bytes[index]
            guard HTTPByteSet.token.contains(byte) else { throw .fieldNameMalformed }
            if refusesUnderscores, byte == UInt8(ascii: "_") { throw .fieldNameUnderscored }
        }
    }

    /// Hands over the table of the section just read, with `bytes` as its text, and gets ready for the next one.
    mutating func takeFields(_ bytes: consuming [UInt8]) -> HTTPFields {
        let fields = HTTPFields(bytes: bytes, entries: entries, present: present)
        reset()
        return fields
    }

    /// Forgets the current section.
    mutating func reset() {
        self = HTTPHeadReader()
    }
}
