/// One PEM block (RFC 7468), read strictly: exactly one block, its label as expected, lines of base64 and nothing
/// else between the markers. Text before or after the block is refused rather than skipped.
enum PEM {
    static let publicKey = "PUBLIC KEY"
    static let privateKey = "PRIVATE KEY"

    /// The bytes of the one block labelled `label`.
    static func decode(_ text: Span<UInt8>, label: String) throws(KeyFault) -> [UInt8] {
        guard text.count <= CryptoLimits.pemBytesMax else { throw .tooLong }
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: "\n") {
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                lines.append(line)
                line = []
            } else {
                line.append(byte)
            }
        }
        lines.append(line)
        while let last = lines.last, last.isEmpty { lines.removeLast() }
        guard let first = lines.first, let last = lines.last, lines.count >= 3 else { throw .malformed }
        guard first == Array("-----BEGIN \(label)-----".utf8) else {
            let isMarker = first.starts(with: "-----BEGIN ".utf8) && first.suffix(5).elementsEqual("-----".utf8)
            throw isMarker ? .unsupported : .malformed
        }
        guard last == Array("-----END \(label)-----".utf8) else { throw .malformed }
        let body = lines[1..<(lines.count - 1)]
        guard body.allSatisfy({ !$0.isEmpty && $0.count <= 76 }),
            let bytes = Base64.standard.decode(Array(body.joined()).span)
        else { throw .malformed }
        return bytes
    }

    static func encode(_ bytes: Span<UInt8>, label: String) -> [UInt8] {
        var text = Array("-----BEGIN \(label)-----\n".utf8)
        let body = Base64.standard.encode(bytes)
        for start in stride(from: 0, to: body.count, by: 64) {
            text += body[start..<min(start + 64, body.count)]
            text.append(UInt8(ascii: "\n"))
        }
        text += "-----END \(label)-----\n".utf8
        return text
    }
}
