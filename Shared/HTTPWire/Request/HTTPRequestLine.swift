import Bytes

/// The first line of a request, read and checked.
struct HTTPRequestLine: Sendable {
    var method = HTTPMethod.get
    var version = HTTPVersion.http11
    var target = HTTPTargetParts()

    /// "PRI", the method of the HTTP/2 preface, registered so that no HTTP/1 server takes it for a request.
    private static let prefaceMethod: UInt64 = 0x49_5250

    init() {}

    /// Reads the line at `range`: method, one space, target, one space, version. The shape is judged before the
    /// method, so that what is no HTTP/1 at all (an HTTP/2 preface) is 400 or 505 and only a request in proper form
    /// with a method of its own is 501.
    init(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, methodBytesMax: Int
    ) throws(HTTPParseFault) {
        var index = range.lowerBound
        while index < range.upperBound, HTTPByteSet.token.contains(bytes[index]) { index += 1 }
        let method = range.lowerBound..<index
        guard method.count <= methodBytesMax else { throw .methodTooLong }
        guard !method.isEmpty, index < range.upperBound, bytes[index] == UInt8(ascii: " ") else {
            throw .requestLineMalformed
        }
        let targetStart = index + 1
        // The version is eight bytes long and stands behind the last space.
        let space = range.upperBound - 9
        guard space > targetStart, bytes[space] == UInt8(ascii: " ") else { throw .requestLineMalformed }
        guard !HTTPLineScan.hasBlank(bytes, in: targetStart..<space) else { throw .requestLineMalformed }
        guard bytes.extracting(method).shortWord != Self.prefaceMethod else { throw .requestLineMalformed }
        version = try Self.version(bytes, at: space + 1)
        guard let known = HTTPMethod(bytes.extracting(method)) else { throw .methodUnknown }
        self.method = known
        target = try HTTPTargetParts(bytes, targetStart..<space, method: known)
    }

    /// The version in the eight bytes at `index`.
    static func version(_ bytes: borrowing Span<UInt8>, at index: Int) throws(HTTPParseFault) -> HTTPVersion {
        // "HTTP/" in the low five bytes, a dot in the seventh.
        let word = bytes.word(at: index)
        guard word & 0x00ff_00ff_ffff_ffff == 0x002e_002f_5054_5448 else { throw .versionMalformed }
        let major = UInt8(truncatingIfNeeded: word >> 40)
        let minor = UInt8(truncatingIfNeeded: word >> 56)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard digits ~= major, digits ~= minor else { throw .versionMalformed }
        guard major == UInt8(ascii: "1") else { throw .versionUnsupported }
        return minor == UInt8(ascii: "0") ? .http10 : .http11
    }
}
