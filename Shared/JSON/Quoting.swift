import Bytes

/// Appends `text` as a JSON string with the fewest escapes: the quote, the backslash and the control characters,
/// those with a letter by it and the others as `\u00xx`. Everything else stands for itself.
@usableFromInline
func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { appendEscaped($0.span, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
}

/// Appends runs that need no escape in one piece.
private func appendEscaped(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    var run = 0
    var offset = 0
    while offset < text.count {
        let byte = text[offset]
        if byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
            offset += 1
            continue
        }
        bytes.append(span: text.extracting(run..<offset))
        appendEscape(of: byte, to: &bytes)
        offset += 1
        run = offset
    }
    bytes.append(span: text.extracting(run..<text.count))
}

private func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append("\\\"")
    case UInt8(ascii: "\\"): bytes.append("\\\\")
    case 0x08: bytes.append("\\b")
    case 0x09: bytes.append("\\t")
    case 0x0A: bytes.append("\\n")
    case 0x0C: bytes.append("\\f")
    case 0x0D: bytes.append("\\r")
    default:
        bytes.append("\\u00")
        bytes.append(hexOf: [byte].span)
    }
}
