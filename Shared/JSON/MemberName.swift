/// A declared name, made ready to be compared: the first eight bytes as one word settle nearly every comparison.
struct MemberName: Sendable {
    let bytes: [UInt8]
    let head: UInt64

    init(_ name: String) {
        bytes = Array(name.utf8)
        head = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension JSONReader {
    /// The first eight bytes of the range, the first one lowest; zeros where the range is shorter.
    @inline(__always)
    func head(of range: Range<Int>) -> UInt64 {
        if range.lowerBound + 8 <= count {
            let word = word(range.lowerBound)
            return range.count >= 8 ? word : word & ((1 << UInt64(range.count * 8)) - 1)
        }
        return range.reversed().reduce(0) { $0 << 8 | UInt64(byte($1)) }
    }

    /// Whether a name of the document, with its first bytes, is the declared one.
    @inline(__always)
    func matches(_ token: JSONStringToken, _ head: UInt64, _ name: MemberName) -> Bool {
        if token.hasEscapes { return matches(token, name.bytes) }
        guard head == name.head, token.range.count == name.bytes.count else { return false }
        return token.range.count <= 8 || matches(token.range, name.bytes)
    }
}
