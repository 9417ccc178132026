extension HTTPTargetParts {
    /// Appends the normal form of the path to `bytes`: every segment decoded once, `.` and `..` applied, empty
    /// segments dropped. What would be `..` above the root stays at the root, as in RFC 3986 section 5.2.4. A final
    /// slash is kept, or left by a final dot segment.
    mutating func normalise(_ bytes: inout [UInt8]) throws(HTTPParseFault) {
        needsNormalising = false
        let source = rawPath.range
        let start = bytes.count
        var index = source.lowerBound
        bytes.append(UInt8(ascii: "/"))
        while index < source.upperBound {
            let segment = bytes.count
            while index < source.upperBound, bytes[index] != UInt8(ascii: "/") {
                try appendDecoded(&bytes, &index, before: source.upperBound)
            }
            let hasSlash = index < source.upperBound
            index += 1
            switch Self.dots(bytes, from: segment) {
            case 1:
                bytes.removeLast()
            case 2:
                bytes.removeLast(2)
                if segment > start + 1 {
                    bytes.removeLast()
                    while bytes[bytes.count - 1] != UInt8(ascii: "/") { bytes.removeLast() }
                }
            default:
                if hasSlash, bytes.count > segment { bytes.append(UInt8(ascii: "/")) }
            }
        }
        path = Piece(start..<bytes.count)
        guard HTTPPercentEncoding.isUTF8(bytes.span.extracting(path.range)) else { throw .pathForbidden }
    }

    /// Decodes one byte of the path. What would change the meaning of the path once decoded is refused.
    private func appendDecoded(_ bytes: inout [UInt8], _ index: inout Int, before end: Int) throws(HTTPParseFault) {
        let byte = bytes[index]
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            index += 1
            return
        }
        guard let decoded = HTTPPercentEncoding.decode(bytes.span, at: index, before: end) else {
            throw .percentEncodingMalformed
        }
        guard decoded >= 0x20, decoded != 0x7f, decoded != UInt8(ascii: "/"), decoded != UInt8(ascii: "\\") else {
            throw .pathForbidden
        }
        bytes.append(decoded)
        index += 3
    }

    /// 1 or 2 when the segment from `start` to the end of `bytes` is `.` or `..`, else 0.
    private static func dots(_ bytes: borrowing [UInt8], from start: Int) -> Int {
        let count = bytes.count - start
        guard 1...2 ~= count else { return 0 }
        for index in start..<bytes.count where bytes[index] != UInt8(ascii: ".") { return 0 }
        return count
    }
}
