/// The first line of a response, read and checked.
struct HTTPStatusLine: Sendable {
    var version = HTTPVersion.http11
    var status = HTTPStatus.ok
    var reason = 0..<0

    init() {}

    /// Reads the line at `range`: version, space, three digits, and a reason phrase that may be missing along with
    /// its space, as several servers write it.
    init(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) throws(HTTPParseFault) {
        let start = range.lowerBound
        guard range.count >= 12, bytes[start + 8] == UInt8(ascii: " ") else { throw .statusLineMalformed }
        version = try HTTPRequestLine.version(bytes, at: start)
        var code = 0
        for index in (start + 9)..<(start + 12) {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] else { throw .statusLineMalformed }
            code = code * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        guard let status = HTTPStatus(code) else { throw .statusLineMalformed }
        self.status = status
        guard range.count > 12 else { return }
        guard bytes[start + 12] == UInt8(ascii: " ") else { throw .statusLineMalformed }
        reason = (start + 13)..<range.upperBound
    }
}
