import Bytes

/// Where the parts of a target are inside the bytes of its head, found and checked while the head is parsed.
struct HTTPTargetParts: Sendable {
    /// A range of a head, which is far shorter than 4 GiB, in half the space.
    struct Piece: Sendable, Equatable {
        var start: UInt32 = 0
        var end: UInt32 = 0

        init() {}

        init(_ range: Range<Int>) {
            start = UInt32(truncatingIfNeeded: range.lowerBound)
            end = UInt32(truncatingIfNeeded: range.upperBound)
        }

        var range: Range<Int> { Int(start)..<Int(end) }
        var isEmpty: Bool { start == end }
    }

    var form: HTTPTarget.Form = .origin
    var hasQuery = false
    var hasHTTPSScheme = false
    /// Whether the normal form of the path has still to be made.
    var needsNormalising = false
    var raw = Piece()
    var authority = Piece()
    var rawPath = Piece()
    var path = Piece()
    var query = Piece()

    init() {}

    /// Reads the target at `range` and appends the normal form of its path to `bytes` where it differs.
    init(reading bytes: inout [UInt8], _ range: Range<Int>, method: HTTPMethod) throws(HTTPParseFault) {
        try self.init(bytes.span, range, method: method)
        if needsNormalising { try normalise(&bytes) }
    }

    /// Finds and checks the parts of the target at `range`, all but the normal form of the path.
    init(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, method: HTTPMethod) throws(HTTPParseFault) {
        raw = Piece(range)
        guard !range.isEmpty else { throw .targetMalformed }
        if method == .connect {
            form = .authority
            authority = raw
            guard HTTPAuthority.isHostWithPort(bytes.extracting(range)) else { throw .targetMalformed }
            return
        }
        let first = bytes[range.lowerBound]
        if first == UInt8(ascii: "/") {
            try readPathAndQuery(bytes, range)
        } else if first == UInt8(ascii: "*"), range.count == 1 {
            guard method == .options else { throw .targetMalformed }
            form = .asterisk
            rawPath = raw
            path = raw
        } else {
            form = .absolute
            try readAbsolute(bytes, range)
        }
    }

    private mutating func readAbsolute(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(HTTPParseFault) {
        var start = range.lowerBound
        if Self.begins(bytes, range, with: "http://") {
            start += 7
        } else if Self.begins(bytes, range, with: "https://") {
            start += 8
            hasHTTPSScheme = true
        } else {
            throw .targetMalformed
        }
        var end = start
        while end < range.upperBound, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") { end += 1 }
        authority = Piece(start..<end)
        guard HTTPAuthority.isHost(bytes.extracting(start..<end)) else { throw .targetMalformed }
        try readPathAndQuery(bytes, end..<range.upperBound)
    }

    /// One pass over a path and query that begins with `/`, `?` or nothing.
    private mutating func readPathAndQuery(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(HTTPParseFault) {
        var index = range.lowerBound
        var last = UInt8(ascii: "/")
        var isPlain = index < range.upperBound && bytes[index] == last
        if isPlain {
            index = Self.usualEnd(bytes, from: index + 1, before: range.upperBound)
            last = bytes[index - 1]
        }
        while index < range.upperBound {
            let byte = bytes[index]
            if !HTTPByteSet.plainPath.contains(byte) {
                if byte == UInt8(ascii: "?") { break }
                guard byte != UInt8(ascii: "#") else { throw .targetMalformed }
                guard byte != UInt8(ascii: "\\") else { throw .pathForbidden }
                isPlain = false
            } else if last == UInt8(ascii: "/"), byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") {
                isPlain = false
            }
            last = byte
            index += 1
        }
        rawPath = Piece(range.lowerBound..<index)
        path = rawPath
        needsNormalising = !isPlain
        guard index < range.upperBound else { return }
        index += 1
        hasQuery = true
        query = Piece(index..<range.upperBound)
        let (fragment, escape) = (UInt8(ascii: "#"), UInt8(ascii: "%"))
        while true {
            index = HTTPLineScan.first(fragment, or: escape, in: bytes, from: index, before: range.upperBound)
            guard index < range.upperBound else { return }
            guard bytes[index] == escape else { throw .targetMalformed }
            guard HTTPPercentEncoding.decode(bytes, at: index, before: range.upperBound) != nil else {
                throw .percentEncodingMalformed
            }
            index += 3
        }
    }

    /// How far from `start`, which stands behind a slash, the path is made of letters, digits, `-._/` and no segments that
    /// have to be taken out: a place at or before the first that is not, and all of nearly every path.
    private static func usualEnd(_ bytes: borrowing Span<UInt8>, from start: Int, before end: Int) -> Int {
        var index = start
        while index &+ 16 <= end {
            let vector = bytes.vector(at: index)
            let isLetter =
                ((vector | ByteVector(repeating: 0x20)) &- ByteVector(repeating: UInt8(ascii: "a")))
                .< ByteVector(repeating: 26)
            // From `-` to `9`.
            let isDigit = (vector &- ByteVector(repeating: UInt8(ascii: "-"))) .< ByteVector(repeating: 13)
            let isUsual = isLetter .| isDigit .| (vector .== ByteVector(repeating: UInt8(ascii: "_")))
            let slash = ByteVector(repeating: UInt8(ascii: "/"))
            let isDoubtful =
                (bytes.vector(at: index &- 1) .== slash)
                .& ((vector .== slash) .| (vector .== ByteVector(repeating: UInt8(ascii: "."))))
            guard !(.!isUsual .| isDoubtful).isAnyTrue else { return index }
            // The last sixteen bytes are looked at together, though some of them were before.
            index = index &+ 16 == end ? end : min(index &+ 16, end &- 16)
        }
        return index
    }

    private static func begins(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, with prefix: String) -> Bool {
        let prefix = prefix.utf8Span.span
        guard range.count > prefix.count else { return false }
        let start = range.lowerBound
        return HTTPFieldSyntax.areEqual(bytes.extracting(start..<(start + prefix.count)), prefix)
    }
}
