import HTTPWire

/// Rows 33 to 52: the field section and `Host`.
extension RequestCase {
    private static func lines(_ count: Int) -> String {
        (1..<count).map { "X-\($0): 1" }.joined(separator: "\r\n")
    }

    private static func line(ofBytes count: Int) -> String {
        "X-Long: " + String(repeating: "v", count: count - 8)
    }

    /// Field lines of 8 KiB each with their line ends, and a last one that makes `count` bytes together with `Host`.
    private static func section(ofBytes count: Int) -> String {
        let host = "Host: a\r\n".utf8.count
        let full = (count - host) / 8192
        var lines = Array(repeating: line(ofBytes: 8190), count: full)
        lines.append(line(ofBytes: count - host - full * 8192 - 2))
        return lines.joined(separator: "\r\n")
    }

    static let fieldSection: [RequestCase] = [
        RequestCase(33, "a space before the colon", with("X-A : 1"), .refused(.fieldNameMalformed)),
        RequestCase(33, "a tab before the colon", with("X-A\t: 1"), .refused(.fieldNameMalformed)),
        RequestCase(33, "a space before the colon of a known name", with("Accept : 1"), .refused(.fieldNameMalformed)),
        RequestCase(34, "a folded line", with("X-A: 1\r\n 2"), .refused(.lineFolded)),
        RequestCase(34, "a line folded with a tab", with("X-A: 1\r\n\t2"), .refused(.lineFolded)),
        RequestCase(34, "a folded Transfer-Encoding", with("Transfer-Encoding:\r\n chunked"), .refused(.lineFolded)),
        RequestCase(34, "a folded Content-Length", with("Content-Length:\r\n 5"), .refused(.lineFolded)),
        RequestCase(
            35, "white space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .refused(.lineFolded)),
        RequestCase(35, "a line of white space", "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", .refused(.lineFolded)),
        RequestCase(36, "no colon", with("X-A"), .refused(.fieldNameMalformed)),
        RequestCase(37, "an empty name", with(": v"), .refused(.fieldNameMalformed)),
        RequestCase(38, "[ in a name", with("X[A: 1"), .refused(.fieldNameMalformed)),
        RequestCase(38, "( in a name", with("X(A: 1"), .refused(.fieldNameMalformed)),
        RequestCase(38, "NUL in a name", with("X\u{0}A: 1"), .refused(.forbiddenByte)),
        RequestCase(38, "a byte above 127 in a name", with("X\u{e9}A: 1"), .refused(.fieldNameMalformed)),
        RequestCase(38, "a tab in a name", with("X\tA: 1"), .refused(.fieldNameMalformed)),
        RequestCase(39, "NUL in a value", with("X-A: 1\u{0}2"), .refused(.forbiddenByte)),
        RequestCase(39, "CR in a value", with("X-A: 1\r2"), .refused(.bareCarriageReturn)),
        RequestCase(39, "LF in a value", with("X-A: 1\n2"), .refused(.bareLineFeed)),
        RequestCase(40, "0x01 in a value", with("X-A: 1\u{1}2"), .refused(.forbiddenByte)),
        RequestCase(40, "0x1f in a value", with("X-A: 12345678\u{1f}2"), .refused(.forbiddenByte)),
        RequestCase(40, "0x7f in a value", with("X-A: 1\u{7f}2"), .refused(.forbiddenByte)),
        RequestCase(41, "bytes above 127 in a value", with("X-A: \u{80}\u{c3}\u{a9}\u{ff}"), .requests(1)),
        RequestCase(42, "Content_Length", with("Content_Length: 5"), .refused(.fieldNameUnderscored)),
        RequestCase(42, "Transfer_Encoding", with("Transfer_Encoding: chunked"), .refused(.fieldNameUnderscored)),
        RequestCase(42, "X_User_Id", with("X_User_Id: 1"), .refused(.fieldNameUnderscored)),
        RequestCase(43, "100 field lines", with(lines(100)), .requests(1)),
        RequestCase(43, "101 field lines", with(lines(101)), .refused(.fieldsTooMany)),
        RequestCase(44, "a field line at the limit", with(line(ofBytes: 8192)), .requests(1)),
        RequestCase(44, "a field line one past the limit", with(line(ofBytes: 8193)), .refused(.fieldLineTooLong)),
        RequestCase(
            44, "a field line that never ends", "GET / HTTP/1.1\r\n" + line(ofBytes: 20_000),
            .refused(.fieldLineTooLong)),
        RequestCase(44, "a section at the limit", with(section(ofBytes: 32_768)), .requests(1)),
        RequestCase(
            44, "a section one past the limit", with(section(ofBytes: 32_769)), .refused(.fieldSectionTooLong)),
        RequestCase(
            44, "a section two past the limit", with(section(ofBytes: 32_770)), .refused(.fieldSectionTooLong)),
        RequestCase(
            44, "a section far past the limit", with(section(ofBytes: 40_000)), .refused(.fieldSectionTooLong)),
        RequestCase(
            45, "empty values and white space around values",
            with("X-A:\r\nX-B: \r\nX-C:1\r\nX-D: \t 2 \t\r\nX-E:\t3\t4"),
            .fields(["Host: a", "X-A: ", "X-B: ", "X-C: 1", "X-D: 2", "X-E: 3\t4"])),
        RequestCase(
            46, "Content-Type twice", with("Content-Type: a/b\r\ncontent-type: a/b"), .refused(.fieldDuplicated)),
        RequestCase(
            47, "Authorization twice", with("Authorization: Bearer a\r\nAuthorization: Bearer b"),
            .refused(.fieldDuplicated)),
        RequestCase(
            48, "Cookie twice", with("Cookie: a=1\r\nX-A: 1\r\ncookie: b=2; c=3"),
            .fields(["Host: a", "X-A: 1", "Cookie: a=1; b=2; c=3"])),
    ]

    private static func hosted(_ fields: String) -> String { "GET / HTTP/1.1\r\n\(fields)X-A: 1\r\n\r\n" }

    static let host: [RequestCase] = [
        RequestCase(49, "no Host in 1.1", hosted(""), .refused(.hostMissing)),
        RequestCase(50, "Host twice, equal", hosted("Host: a\r\nHost: a\r\n"), .refused(.fieldDuplicated)),
        RequestCase(50, "Host twice, different", hosted("Host: a\r\nhost: b\r\n"), .refused(.fieldDuplicated)),
        RequestCase(51, "an empty Host", hosted("Host:\r\n"), .refused(.hostMalformed)),
        RequestCase(51, "a blank Host", hosted("Host:  \r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with user information", hosted("Host: u@a\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with a path", hosted("Host: a/b\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with a comma", hosted("Host: a, b\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with a space", hosted("Host: a b\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with a query", hosted("Host: a?b\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with a scheme", hosted("Host: http://a\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with letters for a port", hosted("Host: a:b\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with an empty port", hosted("Host: a:\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with port 0", hosted("Host: a:0\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with the highest port", hosted("Host: a:65535\r\n"), .requests(1)),
        RequestCase(52, "Host past the highest port", hosted("Host: a:65536\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host with two ports", hosted("Host: a:1:2\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "Host of a colon", hosted("Host: :80\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "an IPv4 address", hosted("Host: 127.0.0.1:8080\r\n"), .requests(1)),
        RequestCase(52, "an IPv6 address", hosted("Host: [::1]:8080\r\n"), .requests(1)),
        RequestCase(52, "an open bracket", hosted("Host: [::1\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "an IPv6 address with more behind", hosted("Host: [::1]a\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "a percent sign", hosted("Host: a%2eb\r\n"), .refused(.hostMalformed)),
        RequestCase(52, "user information in 1.0", "GET / HTTP/1.0\r\nHost: u@a\r\n\r\n", .refused(.hostMalformed)),
    ]
}
