import Bytes

/// The exclusive-or of RFC 6455, 5.3, which hides what a client sends from proxies that guess at content, and the
/// place reached in its four bytes, since a payload arrives in pieces of any length.
struct WebSocketMask: Equatable, Sendable {
    /// The key, its next byte to use lowest.
    private var key: UInt32

    /// The four bytes in wire order make the key.
    init(bytes: (UInt8, UInt8, UInt8, UInt8)) {
        key = UInt32(bytes.0) | UInt32(bytes.1) << 8 | UInt32(bytes.2) << 16 | UInt32(bytes.3) << 24
    }

    /// The key as one number, the first byte on the wire lowest.
    init(key: UInt32) {
        self.key = key
    }

    private static let block = 32

    /// Appends `bytes` masked, or unmasked: it is the same thing. Whole blocks are combined in a fixed-size array,
    /// which the compiler turns into vector instructions; the same loop over the destination array does not become
    /// any, because each store is checked.
    mutating func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        var position = 0
        while bytes.count - position >= Self.block {
            let source = bytes.extracting(position..<position + Self.block)
            var block: InlineArray<32, UInt8> = .init(repeating: 0)
            for index in 0..<Self.block { block[index] = source[index] ^ keyByte(index) }
            output.append(span: block.span)
            position += Self.block
        }
        let rest = bytes.extracting(position..<bytes.count)
        guard !rest.isEmpty else { return }
        var block: InlineArray<32, UInt8> = .init(repeating: 0)
        for index in rest.indices { block[index] = rest[index] ^ keyByte(index) }
        output.append(span: block.span.extracting(first: rest.count))
        let turn = UInt32(truncatingIfNeeded: (rest.count & 3) * 8)
        key = turn == 0 ? key : key >> turn | key << (32 - turn)
    }

    private func keyByte(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: key >> UInt32(truncatingIfNeeded: (index & 3) * 8))
    }
}
